import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { readPageOptions } from './page-options.ts';
import './styles/index.css';

const root = document.querySelector('#root');
if (root) createRoot(root).render(<App options={readPageOptions(document)} />);
