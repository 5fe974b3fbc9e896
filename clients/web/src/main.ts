import { mount } from 'svelte';
import './style/index.css';
import App from './App.svelte';
import { session } from './api/session.svelte';
import { areas } from './areas';
import { router } from './router.svelte';

void session.load();
router.start(areas.flatMap((area) => area.routes));
mount(App, { target: document.getElementById('app')! });
if (import.meta.env.PROD && 'serviceWorker' in navigator) void navigator.serviceWorker.register('/service_worker.js');
