import { Readable } from 'node:stream';

import type { Request as ExpressRequest } from 'express';
import {
  Body, Controller, Delete, FormField, Get, Header, Patch, Path, Post, Produces, Queries, Query, Request, Res, Response, Route, Security,
  SuccessResponse, Tags, type TsoaResponse, UploadedFile, UploadedFiles,
} from 'tsoa';

export enum Color {
  Red = 'red',
  DarkBlue = 'dark-blue',
}
export enum Level {
  Low = 1,
  High = 2,
}

/** A version-4 UUID. @format uuid */
export type Key = string;

export interface Item {
  /** @isInt */
  id: number;
  /** @maxLength 20 */
  name: string;
  note?: string | null;
  tags?: string[];
}
export type ItemPatch = Partial<Omit<Item, 'id'>>;
export interface Child extends Item {
  extra: string;
}
export interface Order {
  item: Item;
  items: Item[];
  color: Color;
  level: Level;
}
export interface Cat {
  type: 'cat';
  meows: number;
}
export interface Dog {
  type: 'dog' | 'hound';
  barks: number;
}
export interface Pets {
  pet: Cat | Dog;
  pets: (Cat | Dog)[];
}
export interface V1 {
  version: 1;
  a: string;
}
export interface V2 {
  version: 2;
  b: string;
}
export interface Versioned {
  version: V1 | V2;
}
export interface Plain {
  value: number | string | boolean | string[] | Item;
}
export interface Tree {
  value: number;
  children: Tree[];
  next?: Tree;
}
export interface Scalars {
  key: Key;
  at: Date;
  price: number;
  /** @isLong */
  big: number;
  flag: boolean;
  only: 'only';
}
export interface Nullables {
  required: string | null;
  optional?: string | null;
  item: Item | null;
  color: Color | null;
}
export interface Maps {
  byName: Record<string, Item>;
  free: Record<string, unknown>;
  known: { known: number; [more: string]: number };
  any: any;
}
export interface Problem {
  title: string;
  status: number;
}
export interface Invalid {
  message: 'invalid';
  details: Record<string, unknown>;
}
export interface Page<T> {
  items: T[];
  total: number;
}
export interface Filter {
  q?: string;
  /** @isInt @minimum 1 @maximum 100 */
  limit?: number;
}
export type Shown = Record<string, unknown>;

const fileShown = (file?: Express.Multer.File) => file && [file.originalname, file.mimetype, file.buffer.toString('hex')];

@Route()
@Tags('parameters')
@Response<Invalid>(422, 'invalid')
export class Parameters extends Controller {
  /** @isInt integer */
  @Get('path/{integer}/{number}/{flag}/{key}')
  public async path(@Path() integer: number, @Path() number: number, @Path() flag: boolean, @Path() key: Key): Promise<Shown> {
    return { integer, number, flag, key };
  }

  @Get('path-enums/{color}/{level}')
  public async pathEnums(@Path() color: Color, @Path() level: Level): Promise<Shown> {
    return { color, level };
  }

  @Get('path-dates/{at}')
  public async pathDates(@Path() at: Date): Promise<Shown> {
    return { at };
  }

  /**
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 100
   */
  @Get('query')
  public async query(
    @Query() limit: number = 10,
    @Query() q?: string,
    @Query() flag?: boolean,
    @Query() ratio?: number,
    @Query('item-query') alias?: string,
  ): Promise<Shown> {
    return { limit, q, flag, ratio, alias };
  }

  @Get('query-lists')
  public async queryLists(@Query() names: string[], @Query() ids?: number[], @Query() colors?: Color[]): Promise<Shown> {
    return { names, ids, colors };
  }

  @Get('query-enums')
  public async queryEnums(@Query() color: Color, @Query() level?: Level, @Query() order?: 'up' | 'down'): Promise<Shown> {
    return { color, level, order };
  }

  @Get('query-dates')
  public async queryDates(@Query() at: Date): Promise<Shown> {
    return { at };
  }

  @Get('query-model')
  public async queryModel(@Queries() filter: Filter): Promise<Shown> {
    return { ...filter };
  }

  @Get('headers')
  public async headers(@Header('X-Number') number: number, @Header('X-Name') name?: string): Promise<Shown> {
    this.setHeader('X-Rate', '5');
    return { number, name };
  }
}

@Route()
@Tags('bodies')
@Response<Invalid>(422, 'invalid')
export class Bodies extends Controller {
  @Post('order')
  public async order(@Body() order: Order): Promise<Order> {
    return order;
  }

  @Post('list')
  public async list(@Body() items: Item[]): Promise<Item[]> {
    return items;
  }

  @Post('child')
  public async child(@Body() child: Child): Promise<Child> {
    return child;
  }

  @Post('pets')
  public async pets(@Body() pets: Pets): Promise<Pets> {
    return pets;
  }

  @Post('versioned')
  public async versioned(@Body() versioned: Versioned): Promise<Versioned> {
    return versioned;
  }

  @Post('plain')
  public async plain(@Body() plain: Plain): Promise<Plain> {
    return plain;
  }

  @Post('tree')
  public async tree(@Body() tree: Tree): Promise<Tree> {
    return tree;
  }

  @Post('scalars')
  public async scalars(@Body() scalars: Scalars): Promise<Scalars> {
    return scalars;
  }

  @Post('nullables')
  public async nullables(@Body() nullables: Nullables): Promise<Nullables> {
    return nullables;
  }

  @Post('maps')
  public async maps(@Body() maps: Maps): Promise<Maps> {
    return maps;
  }

  @Post('maybe')
  public async maybe(@Body() item?: Item): Promise<Shown> {
    return { item };
  }

  @Patch('item/{id}')
  public async patch(@Path() id: number, @Body() patch: ItemPatch): Promise<Shown> {
    return { id, ...patch };
  }

  @Post('upload')
  public async upload(@UploadedFile() file: Express.Multer.File, @FormField() note: string, @FormField() color?: Color): Promise<Shown> {
    return { file: fileShown(file), note, color };
  }

  @Post('upload-optional')
  public async uploadOptional(@UploadedFile() file?: Express.Multer.File): Promise<Shown> {
    return { file: fileShown(file) };
  }

  @Post('upload-many')
  public async uploadMany(@UploadedFiles() files: Express.Multer.File[]): Promise<Shown> {
    return { files: files.map(fileShown) };
  }
}

@Route()
@Tags('responses')
export class Responses extends Controller {
  @Get('image')
  @Produces('image/png')
  public async image(): Promise<Readable> {
    this.setHeader('Content-Type', 'image/png');
    return Readable.from([Buffer.from([0x89, 0x50]), Buffer.from([0, 255])]);
  }

  @Post('items')
  @SuccessResponse(201, 'Created')
  public async create(@Body() item: Item): Promise<Item> {
    this.setStatus(201);
    return item;
  }

  @Post('accepted')
  @SuccessResponse(202, 'Accepted')
  public async accepted(): Promise<Shown> {
    this.setStatus(202);
    return { job: 1 };
  }

  @Delete('item/{id}')
  @SuccessResponse(204, 'No Content')
  public async remove(@Path() id: number): Promise<void> {}

  @Get('item-or-null/{id}')
  public async itemOrNull(@Path() id: number): Promise<Item | null> {
    return id ? { id, name: 'n' } : null;
  }

  @Get('buy/{n}')
  @Response<Problem>(409, 'none left')
  public async buy(@Path() n: number, @Res() notFound: TsoaResponse<404, { message: string }>): Promise<Item> {
    if (n === 404) return notFound(404, { message: 'none' });
    if (n === 409) {
      this.setStatus(409);
      return { title: 'none left', status: 409 } as unknown as Item;
    }
    if (n >= 400) throw Object.assign(new Error('boom'), { status: n });
    return { id: n, name: 'n' };
  }

  @Get('pages')
  public async pages(@Query() page: number = 1): Promise<Page<Item>> {
    return { items: [{ id: page, name: 'n' }], total: 3 };
  }
}

@Route('secured')
@Tags('credentials')
export class Credentials extends Controller {
  @Get('bearer')
  @Security('bearer')
  public async bearer(@Request() request: ExpressRequest): Promise<Shown> {
    return { given: (request as unknown as { user: string }).user };
  }

  @Get('basic')
  @Security('basic')
  public async basic(@Request() request: ExpressRequest): Promise<Shown> {
    return { given: (request as unknown as { user: string }).user };
  }

  @Get('header')
  @Security('header')
  public async headerKey(@Request() request: ExpressRequest): Promise<Shown> {
    return { given: (request as unknown as { user: string }).user };
  }

  @Get('query')
  @Security('query')
  public async queryKey(@Request() request: ExpressRequest): Promise<Shown> {
    return { given: (request as unknown as { user: string }).user };
  }

  @Get('cookie')
  @Security('cookie')
  public async cookieKey(@Request() request: ExpressRequest): Promise<Shown> {
    return { given: (request as unknown as { user: string }).user };
  }
}
