import { mount } from 'svelte';
import './style/index.css';
import App from './App.svelte';
import { session } from './api/session.svelte';
import { areas } from './areas';
import { keepClient } from './offline/worker';
import { router } from './router.svelte';

void session.load();
session.follow();
router.start(areas.flatMap((area) => area.routes));
mount(App, { target: document.getElementById('app')! });
if (import.meta.env.PROD) keepClient();
