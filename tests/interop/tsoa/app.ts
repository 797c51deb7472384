// A service as users of tsoa write them. What it parsed, it sends back.

import cookieParser from 'cookie-parser';
import express, { type NextFunction, type Request, type Response } from 'express';
import { ValidateError } from 'tsoa';

import { RegisterRoutes } from './routes';
import document from './swagger.json';

const app = express();
app.use(express.json({ strict: false }), express.urlencoded({ extended: true }), express.text(), cookieParser());
app.get('/openapi.json', (_request, response) => void response.json(document));
RegisterRoutes(app);
app.use((error: { status?: number; message?: string }, _request: Request, response: Response, _next: NextFunction) => {
  if (error instanceof ValidateError) response.status(422).json({ message: 'invalid', details: error.fields });
  else response.status(error.status ?? 500).json({ message: error.message });
});
app.listen(Number(process.env.PORT), '127.0.0.1');
