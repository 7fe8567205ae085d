import 'uplot/dist/uPlot.min.css';
import '../ui/base.css';
import './metrics.css';
import { render } from 'preact';
import { connectHost } from '../ui/host.ts';
import { MetricsApp, type SavedState } from './metricsApp.tsx';

render(<MetricsApp host={connectHost<SavedState>()} />, document.body);
