// A service as users of NestJS and @nestjs/swagger write them. What it parsed, it sends back.

import 'reflect-metadata';
import {
  Body, Controller, DefaultValuePipe, Delete, Get, Header, Headers, HttpCode, HttpException, Module, NotFoundException, Param,
  ParseArrayPipe, ParseBoolPipe, ParseEnumPipe, ParseFloatPipe, ParseIntPipe, ParseUUIDPipe, Patch, Post, Query, Req, Sse,
  StreamableFile, UploadedFile, UploadedFiles, UseInterceptors, ValidationPipe,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FileInterceptor, FilesInterceptor } from '@nestjs/platform-express';
import {
  ApiBasicAuth, ApiBearerAuth, ApiBody, ApiConsumes, ApiCookieAuth, ApiCreatedResponse, ApiDefaultResponse, ApiExtraModels,
  ApiHeader, ApiNoContentResponse, ApiNotFoundResponse, ApiOkResponse, ApiParam, ApiProduces, ApiProperty, ApiPropertyOptional,
  ApiQuery, ApiResponse, ApiSecurity, ApiTags, DocumentBuilder, OmitType, PartialType, SwaggerModule, getSchemaPath, refs,
} from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsArray, IsDate, IsEnum, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import cookieParser from 'cookie-parser';
import { from } from 'rxjs';

enum Color {
  Red = 'red',
  DarkBlue = 'dark-blue',
}
enum Level {
  Low = 1,
  High = 2,
}

// -------------------------------------------------------------------------------------------------------------- models

class Item {
  @ApiProperty() @IsInt() id: number;
  @ApiProperty({ maxLength: 20 }) @IsString() @MaxLength(20) name: string;
  @ApiPropertyOptional({ nullable: true, type: String }) @IsOptional() note?: string | null;
  @ApiPropertyOptional({ type: [String] }) @IsOptional() @IsArray() tags?: string[];
}
class NewItem extends OmitType(Item, ['id'] as const) {}
class ItemPatch extends PartialType(NewItem) {}
class Child extends Item {
  @ApiProperty() @IsString() extra: string;
}

class Order {
  @ApiProperty({ type: Item }) item: Item;
  @ApiProperty({ type: [Item] }) items: Item[];
  @ApiProperty({ enum: Color, enumName: 'Color' }) color: Color;
  @ApiProperty({ enum: Color, enumName: 'Color', isArray: true }) colors: Color[];
  @ApiProperty({ enum: Level }) level: Level;
}

class Cat {
  @ApiProperty({ enum: ['cat'] }) petType: 'cat';
  @ApiProperty() meows: number;
}
class Dog {
  @ApiProperty({ enum: ['dog'] }) petType: 'dog';
  @ApiProperty() barks: number;
}
const mapping = { cat: getSchemaPath(Cat), dog: getSchemaPath(Dog) };

@ApiExtraModels(Cat, Dog)
class Pets {
  @ApiProperty({ oneOf: refs(Cat, Dog), discriminator: { propertyName: 'petType', mapping } }) pet: Cat | Dog;
  @ApiProperty({ type: 'array', items: { oneOf: refs(Cat, Dog) } }) pets: (Cat | Dog)[];
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'array', items: { type: 'string' } }] }) plain: string | number | string[];
}

class Node {
  @ApiProperty() value: number;
  @ApiProperty({ type: () => [Node] }) children: Node[];
  @ApiPropertyOptional({ type: () => Node, nullable: true }) next?: Node | null;
}

class Scalars {
  @ApiProperty() at: string;
  @ApiProperty({ type: String, format: 'date-time' }) when: string;
  @ApiProperty({ format: 'uuid' }) key: string;
  @ApiProperty() price: number;
  @ApiProperty({ type: 'integer', format: 'int64' }) big: number;
  @ApiProperty() flag: boolean;
}

class Nullables {
  @ApiProperty({ nullable: true, type: String }) required: string | null;
  @ApiPropertyOptional({ default: 5 }) defaulted?: number;
  @ApiPropertyOptional({ type: Item, nullable: true }) item?: Item | null;
  @ApiPropertyOptional({ enum: Color, enumName: 'Color', nullable: true }) color?: Color | null;
}

@ApiExtraModels(Item)
class Maps {
  @ApiProperty({ type: 'object', additionalProperties: { $ref: getSchemaPath(Item) } }) byName: Record<string, Item>;
  @ApiProperty({ type: 'object', additionalProperties: true }) free: Record<string, unknown>;
  @ApiProperty({ type: [Number], minItems: 2, maxItems: 2 }) pair: [number, number];
}

class Search {
  @ApiPropertyOptional() @IsOptional() @IsString() q?: string;
  @ApiPropertyOptional({ default: 10, minimum: 1, maximum: 100 }) @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100) limit: number = 10;
  @ApiPropertyOptional({ type: [String] }) @IsOptional() @Transform(({ value }) => [value].flat()) @IsArray() tags?: string[];
  @ApiPropertyOptional({ enum: Color }) @IsOptional() @IsEnum(Color) color?: Color;
  @ApiPropertyOptional({ enum: Level }) @IsOptional() @Type(() => Number) @IsEnum(Level) level?: Level;
  @ApiPropertyOptional() @IsOptional() @Type(() => Date) @IsDate() at?: Date;
}

class Form {
  @ApiProperty() user: string;
  @ApiPropertyOptional() age?: number;
  @ApiProperty({ type: [String] }) tags: string[];
}
class Upload {
  @ApiProperty({ type: 'string', format: 'binary' }) file: unknown;
  @ApiProperty() note: string;
  @ApiPropertyOptional() number?: number;
  @ApiPropertyOptional({ enum: Color, enumName: 'Color' }) color?: Color;
}
class UploadMany {
  @ApiProperty({ type: 'array', items: { type: 'string', format: 'binary' } }) files: unknown[];
}

class Problem {
  @ApiProperty() message: string;
  @ApiPropertyOptional() error?: string;
  @ApiProperty() statusCode: number;
}
class PageMeta {
  @ApiProperty() page: number;
  @ApiProperty() total: number;
}
class PageOfItems {
  @ApiProperty({ type: [Item] }) data: Item[];
  @ApiProperty({ type: PageMeta }) meta: PageMeta;
}

const Anything = () => ApiOkResponse({ schema: { type: 'object', additionalProperties: true } });
const binary = (type: string) => ({ content: { [type]: { schema: { type: 'string', format: 'binary' } } } }) as const;
const fileShown = file => file && [file.originalname, file.mimetype, file.buffer.toString('hex')];

// --------------------------------------------------------------------------------------------------------- controllers

@ApiTags('parameters')
@Controller()
class ParametersController {
  @Get('path/:integer/:number/:flag/:key')
  @Anything()
  path(@Param('integer', ParseIntPipe) integer: number, @Param('number', ParseFloatPipe) number: number, @Param('flag', ParseBoolPipe) flag: boolean, @Param('key', ParseUUIDPipe) key: string) {
    return { integer, number, flag, key };
  }

  @Get('path-enums/:color')
  @ApiParam({ name: 'color', enum: Color, enumName: 'Color' })
  @Anything()
  pathEnums(@Param('color', new ParseEnumPipe(Color)) color: Color) {
    return { color };
  }

  @Get('search')
  @Anything()
  search(@Query() search: Search) {
    return { ...search, at: search.at?.toISOString() };
  }

  @Get('query')
  @ApiQuery({ name: 'flag', required: false, type: Boolean })
  @ApiQuery({ name: 'ids', required: false, type: [Number] })
  @ApiQuery({ name: 'comma', required: false, type: [String], explode: false })
  @Anything()
  query(
    @Query('number', new DefaultValuePipe(1), ParseIntPipe) number: number,
    @Query('flag', new ParseBoolPipe({ optional: true })) flag?: boolean,
    @Query('ids', new ParseArrayPipe({ items: Number, optional: true })) ids?: number[],
    @Query('comma') comma?: string,
  ) {
    return { number, flag, ids, comma };
  }

  @Get('headers')
  @ApiHeader({ name: 'X-Number', required: true, schema: { type: 'integer' } })
  @ApiHeader({ name: 'X-Name', required: false })
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true }, headers: { 'X-Rate': { schema: { type: 'integer' } } } })
  @Header('X-Rate', '5')
  headers(@Req() request) {
    return { number: request.headers['x-number'], name: request.headers['x-name'] };
  }
}

@ApiTags('bodies')
@Controller()
class BodiesController {
  @Post('order')
  @HttpCode(200)
  @ApiOkResponse({ type: Order })
  order(@Body() order: Order) {
    return order;
  }

  @Post('list')
  @HttpCode(200)
  @ApiBody({ type: [Item] })
  @ApiOkResponse({ type: [Item] })
  list(@Body(new ParseArrayPipe({ items: Item })) items: Item[]) {
    return items;
  }

  @Post('child')
  @HttpCode(200)
  @ApiOkResponse({ type: Child })
  child(@Body() child: Child) {
    return child;
  }

  @Post('pets')
  @HttpCode(200)
  @ApiOkResponse({ type: Pets })
  pets(@Body() pets: Pets) {
    return pets;
  }

  @Post('node')
  @HttpCode(200)
  @ApiOkResponse({ type: Node })
  node(@Body() node: Node) {
    return node;
  }

  @Post('scalars')
  @HttpCode(200)
  @ApiOkResponse({ type: Scalars })
  scalars(@Body() scalars: Scalars) {
    return scalars;
  }

  @Post('nullables')
  @HttpCode(200)
  @ApiOkResponse({ type: Nullables })
  nullables(@Body() nullables: Nullables) {
    return nullables;
  }

  @Post('maps')
  @HttpCode(200)
  @ApiOkResponse({ type: Maps })
  maps(@Body() maps: Maps) {
    return maps;
  }

  @Patch('item/:id')
  @Anything()
  patch(@Param('id') id: number, @Body() patch: ItemPatch) {
    return { id, ...patch };
  }

  @Post('form')
  @HttpCode(200)
  @ApiConsumes('application/x-www-form-urlencoded')
  @Anything()
  form(@Body() form: Form) {
    return form;
  }

  @Post('upload')
  @HttpCode(200)
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: Upload })
  @UseInterceptors(FileInterceptor('file'))
  @Anything()
  upload(@UploadedFile() file, @Body() body) {
    return { file: fileShown(file), ...body };
  }

  @Post('upload-many')
  @HttpCode(200)
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: UploadMany })
  @UseInterceptors(FilesInterceptor('files'))
  @Anything()
  uploadMany(@UploadedFiles() files) {
    return { files: files.map(fileShown) };
  }
}

@ApiTags('responses')
@Controller()
class ResponsesController {
  @Get('text')
  @ApiProduces('text/plain')
  @ApiOkResponse({ type: String })
  text() {
    return 'plain ünï';
  }

  @Get('undescribed')
  undescribed() {
    return { said: 'nothing' };
  }

  @Get('download')
  @ApiOkResponse(binary('application/pdf'))
  @Header('Content-Type', 'application/pdf')
  download() {
    return new StreamableFile(Buffer.from([0, 255, 1]));
  }

  @Sse('events')
  @ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] } } } })
  events() {
    return from([0, 1, 2].map(n => ({ data: { n }, id: String(n), type: 'tick' })));
  }

  @Post('items')
  @ApiCreatedResponse({ type: Item })
  create(@Body() item: NewItem) {
    return { id: 1, ...item };
  }

  @Post('accepted')
  @HttpCode(202)
  @ApiResponse({ status: 202, schema: { type: 'object', additionalProperties: true } })
  accepted() {
    return { job: 1 };
  }

  @Delete('item/:id')
  @HttpCode(204)
  @ApiNoContentResponse()
  remove(@Param('id', ParseIntPipe) id: number) {}

  @Get('buy/:n')
  @ApiOkResponse({ type: Item })
  @ApiNotFoundResponse({ type: Problem })
  @ApiResponse({ status: '4XX', type: Problem })
  @ApiDefaultResponse({ type: Problem })
  buy(@Param('n', ParseIntPipe) n: number) {
    if (n === 404) throw new NotFoundException('none');
    if (n >= 400) throw new HttpException({ message: 'bad', statusCode: n }, n);
    return { id: n, name: 'n' };
  }

  @Get('pages')
  @ApiOkResponse({ type: PageOfItems })
  pages(@Query('page', new DefaultValuePipe(1), ParseIntPipe) page: number) {
    return { data: [{ id: page, name: 'n' }], meta: { page, total: 3 } };
  }
}

@ApiTags('credentials')
@Controller('secured')
class CredentialsController {
  @Get('bearer')
  @ApiBearerAuth()
  @Anything()
  bearer(@Headers('authorization') given: string) {
    return { given };
  }

  @Get('basic')
  @ApiBasicAuth()
  @Anything()
  basic(@Headers('authorization') given: string) {
    return { given };
  }

  @Get('header')
  @ApiSecurity('header')
  @Anything()
  header(@Headers('x-api-key') given: string) {
    return { given };
  }

  @Get('query')
  @ApiSecurity('query')
  @Anything()
  query(@Req() request) {
    return { given: request.query.api_key };
  }

  @Get('cookie')
  @ApiCookieAuth()
  @Anything()
  cookie(@Req() request) {
    return { given: request.cookies.sid };
  }
}

@Module({ controllers: [ParametersController, BodiesController, ResponsesController, CredentialsController] })
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
app.use(cookieParser());
app.useGlobalPipes(new ValidationPipe({ transform: true }));
const config = new DocumentBuilder()
  .setTitle('Shop')
  .setVersion('1.0')
  .addBearerAuth()
  .addBasicAuth()
  .addCookieAuth('sid')
  .addApiKey({ type: 'apiKey', name: 'X-API-Key', in: 'header' }, 'header')
  .addApiKey({ type: 'apiKey', name: 'api_key', in: 'query' }, 'query')
  .build();
SwaggerModule.setup('api', app, () => SwaggerModule.createDocument(app, config));
await app.listen(Number(process.env.PORT), '127.0.0.1');
