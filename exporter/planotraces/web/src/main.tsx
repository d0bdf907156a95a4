import { render } from 'preact';
import { App } from './app';
import { followLinks } from './lib/router';
import { listenToKeys } from './ui/keys';
import { askStatus, startLive } from './ui/live';
import './style/main.css';
import 'uplot/dist/uPlot.min.css';

followLinks();
listenToKeys();
void askStatus();
startLive();
render(<App />, document.body);
