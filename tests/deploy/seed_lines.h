#ifndef KRANS_TESTS_DEPLOY_SEED_LINES_H_
#define KRANS_TESTS_DEPLOY_SEED_LINES_H_

namespace krans {

// How many lines each of the city's documents has.
struct SeedLength {
  const char* document;
  int lines;
};
inline constexpr SeedLength kSeedLengths[] = {{"000", 58}, {"001", 75}, {"002", 156}, {"003", 169}, {"004", 76}};

// The lines of the city's documents that the year files refer to and quote, word for word, as document:line|text. Those
// of 004, a poor scan, are in normal spelling. Copied from the documents, not from the year files.
// clang-format off
inline constexpr char kSeedLines[] = R"(000:16|Anmälningsärende
000:22|Inom Södermalms stadsdelsförvaltning planerar följande verksamheter att delta i Kvalitetsutmärkelsen 2024:
000:33|Kvalitetsutmärkelsens syfte är att stimulera och uppmuntra det systematiska kvalitetsarbetet och en långsiktigt hållbar utveckling. Genom att delta i Kvalitetsutmärkelsen synliggör och utvecklar verksamheten sitt systematiska kvalitetsarbete och får samtidigt hjälp i det genom att examinatorerna gör en utvärdering av deltagande verksamheternas kvalitetsarbete. Utmärkelsen ger även staden möjlighet att lyfta fram förebilder och goda exempel för att inspirera ytterligare verksamheter till kvalitetsutveckling.
000:35|Mottagarna av Kvalitetsutmärkelsen eller ett Hedersomnämmande får en summa pengar att använda för att utveckla verksamheten ytterligare, till exempel genom kompetensutveckling för personalen. De deltagande verksamheterna uppmärksammas även på stadens webbplats [start.stockholm](http://start.stockholm) och får ett diplom för sitt engagemang inom kvalitetsutveckling.
000:39|En chef med verksamhets-, budget- och personalansvar.
000:40|En verksamhetsplan med mål för verksamheten.
000:41|Består av minst fem medarbetare inklusive chef.
000:43|Ytterligare förutsättningar för deltagande är att i de verksamheter där staden köper enstaka platser gäller att minst 51 procent av verksamhetens platser ska vara belagda av Stockholms stad. Fristående förskolor ska ha minst 51 procent av barnen från Stockholms stad. Verksamheter som har ett ekonomiskt underskott kan delta under förutsättning att föregående års resultat samt innevarande års prognos inte redovisar ett underskott.
000:45|Verksamhet som vill delta i Kvalitetsutmärkelsen 2024 ska senast den 22 mars ha anmält deltagande och senast den 17 maj ha skickat in sitt tävlingsbidrag.
000:47|Verksamhet som vill delta ska även meddela detta till berörd förvaltning eller bolag och deltagandet ska även anmälas i respektive nämnd eller styrelse. Protokollsutdrag från nämnd- eller styrelsemöte ska skickas in till [kvalitetsutmärkelsen@stockholm.se](mailto:kvalitetsutmärkelsen@stockholm.se) senast 28 juni 2024.
001:15|1. Socialnämnden godkänner att Ungdomsjouren och LSS/SoL-hälsan deltar i kvalitetsutmärkelsen.
001:19|Den 26 november 2024 utses vinnarna i årets kvalitetsutmärkelse. Kvalitetsutmärkelsens syfte är att stimulera och uppmuntra det systematiska kvalitetsarbetet och en långsiktigt hållbar utveckling. Genom att delta i Kvalitetsutmärkelsen synliggör och utvecklar verksamheten sitt systematiska kvalitetsarbete.
001:25|Enligt Stockholms stads kvalitetsprogram ska staden tillhandahålla service och tjänster som håller hög kvalitet, för så väl dagens som morgondagens stockholmare. För att nå dit krävs ett systematiskt kvalitetsarbete, som omfattar ständiga förbättringar, innovation och digitalisering.
001:29|att leva upp till invånarnas behov och förväntningar
001:35|Alla verksamheter inom stadens kommunala förvaltningar och bolag kan delta. Därutöver kan entreprenader och andra enskilt drivna verksamheter som finansieras av Stockholms stad delta. En förutsättning är att verksamheten har en chef med budget- och personalansvar, samt en verksamhetsplan med mål för verksamheten. Verksamheten ska också bestå av minst fem medarbetare inklusive chef.
001:37|Varje deltagande enhet ska skicka in ett skriftligt bidrag samt en kort presentation av verksamheten senast den 17 maj.
001:43|Verksamhet som vill delta ska meddela detta till berörd förvaltning eller bolag i staden. Deltagandet ska anmälas i respektive nämnd eller styrelse. Protokollsutdrag från nämnd- eller styrelsemöte skickas senast den 28 juni 2024 till:
001:45|kvalitetsutmärkelsen@stockholm.se
001:57|Respektive nämnd/styrelse ska godkänna/informeras om att en enhet deltar. Beslutet ska vara stadsledningskontoret tillhanda senast den 28 juni 2024.
002:30|utmärkelseprocess. Utvärderingskriterierna ska ha tydligt fokus på
002:33|angeläget att nämnder och bolagsstyrelser uppmuntrar
002:59|För att delta i Kvalitetsutmärkelsen lämnar enheten in ett bidrag där
002:61|Utgångspunkt för beskrivningen är stadens Program för
002:64|Tävlingsbidragen ska vara stadsledningskontoret tillhanda senast
002:65|den 20 maj 2019.
002:67|Respektive nämnd svarar för att meddela vilka enheter som kommer
002:68|att delta i årets Kvalitetsutmärkelse senast 30 juni 2019.
002:71|Alla kommunalt och enskilt drivna verksamheter som finansieras av
002:72|staden är välkomna att delta i Kvalitetsutmärkelsen. En
002:73|förutsättning är dock att enheten har eget budget- och
002:74|personalansvar. I de verksamheter där staden köper enstaka platser
002:75|gäller att minst 51 procent av verksamhetens platser ska vara
002:76|belagda av Stockholms stad. Deltagande förskolor och friskolor ska
002:77|ha minst 51 procent av barnen/eleverna från Stockholm stad. De
002:78|verksamheter som deltar ska prognostisera en budget i balans
002:79|innevarande år. Enheter som har vunnit kan inte delta de närmaste
002:80|två åren efter att de har erhållit Kvalitetsutmärkelsen. Enheter som
002:81|har erhållit hedersomnämnande kan delta året därpå.
002:86|Förskola
002:87|Skola
002:88|Äldreomsorg inkl. myndighetsutövning
002:89|Socialtjänst samt stöd och service till personer med
002:91|funktionsnedsättning inkl. myndighetsutövning
002:92|Andra verksamheter, såsom administrativa verksamheter,
002:94|stadens bolag och tekniska verksamheter.
002:97|Bidragen utvärderas och bedöms av särskilt utbildade examinatorer
002:98|som arbetar i examinatorslag. Examinatorerna gör också ett
002:101|kvalitetsarbete. En domarkommitté, som leds av Stockholms stads
002:102|stadsdirektör, utser de enheter som erhåller Kvalitetsutmärkelsen i
002:103|respektive tävlingsklass.
002:106|Prisutdelningsceremonin kommer att hållas i Stadshuset
002:107|den 26 november 2019. Vinnarna av Kvalitetsutmärkelsen får,
002:108|förutom ära och uppmärksamhet, ett diplom och en prischeck som
002:109|kan användas till att utveckla verksamheten vidare.
002:111|Flera kvalitetsutmärkelser kan komma att delas ut inom respektive
002:112|klass. Om det i en klass inte finns någon verksamhet som bedöms
002:116|Hedersomnämnande kan komma att delas ut. Syftet med
002:121|Deltagande enheter får ett återföringsbesök av examinatorslaget
003:13|2. Paragrafen förklaras omedelbart justerad.
003:29|Den 25 november 2014 delas årets kvalitetsutmärkelse ut i Blå
003:33|klasserna förskola, skola, äldreomsorg inklusive
003:35|myndighetsutövning, socialtjänst och omsorg om funktionsnedsatta
003:37|inklusive myndighetsutövning samt andra verksamheter.
003:41|Respektive nämnd ska godkänna att en enhet deltar i
003:45|tillhanda senast den 30 juni. Förvaltningen föreslår att
003:73|visionen, Alla verksamheter som finansieras av Stockholms stad
003:75|kan delta i kvalitetsutmärkelsen.
003:81|Förskola
003:83|Skola
003:85|Äldreomsorg, inklusive myndighetsbedömning
003:87|Socialtjänst och omsorg om funktionsnedsatta inklusive
003:89|myndighetsbedömning
003:91|Andra verksamheter, såsom administrativa verksamheter,
003:93|stadens bolag och tekniska verksamheter.
003:97|Varje deltagande enhet ska lämna in en skriftlig redovisning av sitt
003:99|kvalitets- och utvecklingsarbete senast den 19 maj 2014 genom att
003:101|besvara de frågor som finns i anvisningarna för deltagande i
003:119|godkänna att respektive enhet deltar. Protokoll från nämndmöte ska
003:121|ha inkommit till kvalitetsutmarkelsen@stockholm.se,
003:123|Stadsledningskontoret senast den 30 juni.
003:152|Förvaltningen föreslår att socialnämnden godkänner att de enheter
003:155|I verksamhetsplanen för 2014 beslutade nämnden att som indikator
004:8|2. Paragrafen förklaras omedelbart justerad.
004:18|Den 20 november 2012 delas årets kvalitetsutmärkelse ut i Blå Hallen i Stadshu-
004:19|set. Stockholms stad delar ut kvalitetsutmärkelser i klasserna förskola, skola, äld-
004:20|reomsorg, annan vård och omsorg samt andra verksamheter. Respektive nämnd
004:22|ledningskontoret tillhanda senast den 30 juni. Förvaltningen föreslår att social-
004:36|förskola
004:38|skola
004:40|äldreomsorg
004:42|annan vård och omsorg
004:43|andra verksamheter.
004:45|Varje deltagande enhet ska lämna in en skriftlig redovisning av sitt kvalitets- och
004:46|utvecklingsarbete genom att besvara de frågor som finns i anvisningarna för delta-
004:54|respektive enhet deltar. Protokoll från nämndmöte ska ha inkommit till Stadsled-
004:55|ningskontoret, Enheten för kvalitetsutveckling senast den 30 juni.
004:57|Alla verksamheter som finansieras av Stockholms stad kan delta i kvalitetsutmär-
004:58|kelsen.
004:72|I verksamhetsplanen för 2012 beslutade nämnden att som indikator ange att 7 en-
)";
// clang-format on

}  // namespace krans

#endif  // KRANS_TESTS_DEPLOY_SEED_LINES_H_
