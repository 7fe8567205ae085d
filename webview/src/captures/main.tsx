import '../ui/base.css';
import './captures.css';
import { render } from 'preact';
import { connectHost } from '../ui/host.ts';
import { CapturesApp, type SavedState } from './capturesApp.tsx';

render(<CapturesApp host={connectHost<SavedState>()} />, document.body);
