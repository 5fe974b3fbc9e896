// An identity provider on loopback for tests: signs everybody in at once as the person, and as strongly, as the file says
// that is its second argument ("anna loa3"); the first is the port of the gateway. Prints its issuer when it is ready.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const [gateway, file] = process.argv.slice(2);
const person = () => readFileSync(file, 'utf8').trim().split(' ');

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'krans',
        client_secret: 'a secret: of %20 signs',
        redirect_uris: [`http://localhost:${gateway}/session/callback`],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'RS256',
      },
    ],
    acrValues: ['loa2', 'loa3'],
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { profile: ['name'], acr: null, auth_time: null },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: `Person ${id}` }) }),
    interactions: { url: (_, interaction) => `/login/${interaction.uid}` },
    features: { devInteractions: { enabled: false } },
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/login/')) return next();
    const [accountId, acr] = person();
    ctx.respond = false;
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId, acr, remember: false } });
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
