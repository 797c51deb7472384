"""A service as users of Litestar write them. What it parsed, it sends back as Python shows it."""

import enum
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
from litestar import Litestar, Request, Response, delete, get, patch, post
from litestar.datastructures import State, UploadFile
from litestar.enums import RequestEncodingType
from litestar.exceptions import HTTPException, NotAuthorizedException, NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.connection import ASGIConnection
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.pagination import ClassicPagination, CursorPagination, OffsetPagination
from litestar.params import Body, Parameter
from litestar.response import ServerSentEvent, ServerSentEventMessage, Stream

Shown = dict[str, str]


def shown(**values) -> Shown:
    return {name: repr(value) for name, value in values.items()}


class Color(str, enum.Enum):
    RED = "red"
    DARK_BLUE = "dark-blue"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


# --------------------------------------------------------------------------------------------------------- parameters


@get("/path/{integer:int}/{number:float}/{key:uuid}")
async def path_types(integer: int, number: float, key: uuid.UUID) -> Shown:
    return shown(integer=integer, number=number, key=key)


@get("/path-enums/{color:str}")
async def path_enums(color: Color) -> Shown:
    return shown(color=color)


@get("/path-dates/{day:date}/{at:datetime}")
async def path_dates(day: date, at: datetime) -> Shown:
    return {"day": day.isoformat(), "at": at.isoformat()}


@get("/files/{file_path:path}")
async def path_rest(file_path: str) -> Shown:
    return shown(file_path=file_path)


@get("/query")
async def query(
    q: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 10,
    flag: bool = False,
    ratio: float = 1.5,
    price: Decimal | None = None,
    key: uuid.UUID | None = None,
    aliased: Annotated[str | None, Parameter(query="item-query")] = None,
) -> Shown:
    return shown(q=q, limit=limit, flag=flag, ratio=ratio, price=price, key=key, aliased=aliased)


@get("/query-lists")
async def query_lists(names: list[str], ids: list[int] | None = None, colors: list[Color] | None = None) -> Shown:
    return shown(names=names, ids=ids, colors=[color.value for color in colors or []])


@get("/query-enums")
async def query_enums(color: Color, level: Level = Level.LOW, order: Literal["up", "down"] = "up") -> Shown:
    return shown(color=color, level=level, order=order)


@get("/query-dates")
async def query_dates(day: date | None = None, at: datetime | None = None) -> Shown:
    return {name: value.isoformat() for name, value in dict(day=day, at=at).items() if value}


@get("/headers")
async def headers(
    number: Annotated[int, Parameter(header="X-Number")],
    name: Annotated[str | None, Parameter(header="X-Name")] = None,
) -> Shown:
    return shown(number=number, name=name)


@get("/cookies")
async def cookies(
    session: Annotated[str | None, Parameter(cookie="session")] = None,
    visits: Annotated[int | None, Parameter(cookie="visits")] = None,
) -> Shown:
    return shown(session=session, visits=visits)


# -------------------------------------------------------------------------------------------------------------- bodies


@dataclass
class Item:
    id: int
    name: Annotated[str, msgspec.Meta(max_length=20)]
    note: str | None = None


@dataclass
class Child(Item):
    extra: str = ""


class Cat(msgspec.Struct, tag="cat", tag_field="pet_type"):
    meows: int


class Dog(msgspec.Struct, tag="dog", tag_field="pet_type"):
    barks: float


class V1(msgspec.Struct, tag=1, tag_field="version"):
    a: str


class V2(msgspec.Struct, tag=2, tag_field="version"):
    b: str


class Pets(msgspec.Struct):
    pet: Cat | Dog
    pets: list[Cat | Dog] = []


class Versioned(msgspec.Struct):
    version: V1 | V2


class Plain(msgspec.Struct):
    value: Cat | int | str | list[int] | None


@dataclass
class Scalars:
    price: Decimal
    key: uuid.UUID
    at: datetime
    day: date
    time: time
    big: int


@dataclass
class Node:
    value: int
    children: list["Node"] = field(default_factory=list)
    next: "Node | None" = None


@dataclass
class Optionals:
    required: str | None
    name: str | None = None
    color: Color | None = None
    item: Item | None = None
    tags: list[str] = field(default_factory=list)


class ItemPatch(msgspec.Struct):
    name: str | msgspec.UnsetType = msgspec.UNSET
    note: str | None | msgspec.UnsetType = msgspec.UNSET


@dataclass
class Order:
    item: Item
    items: list[Item]
    level: Level


@dataclass
class Maps:
    by_name: dict[str, Item]
    by_number: dict[int, str]
    free: dict[str, Any]
    anything: Any = None


@dataclass
class Pair:
    pair: tuple[int, str]


@post("/order", status_code=200)
async def order(data: Order) -> Order:
    return data


@post("/child", status_code=200)
async def child(data: Child) -> Child:
    return data


@post("/pets", status_code=200)
async def pets(data: Pets) -> Pets:
    return data


@post("/versioned", status_code=200)
async def versioned(data: Versioned) -> Versioned:
    return data


@post("/plain", status_code=200)
async def plain(data: Plain) -> Shown:
    return shown(value=data.value)


@get("/any-of/{kind:str}")
async def any_of(kind: str) -> Cat | Dog:
    return Cat(meows=3) if kind == "cat" else Dog(barks=2)


@post("/scalars", status_code=200)
async def scalars(data: Scalars) -> Scalars:
    return data


@post("/node", status_code=200)
async def node(data: Node) -> Node:
    return data


@post("/optionals", status_code=200)
async def optionals(data: Optionals) -> Optionals:
    return data


@patch("/item")
async def patch_item(data: ItemPatch) -> Shown:
    return shown(name=data.name, note=data.note)


@post("/maps", status_code=200)
async def maps(data: Maps) -> Maps:
    return data


@post("/pair", status_code=200)
async def pair(data: Pair) -> Pair:
    return data


@post("/list", status_code=200)
async def list_of_items(data: list[Item]) -> list[Item]:
    return data


# ----------------------------------------------------------------------------------------------------- forms and files


@dataclass
class Login:
    user: str
    age: int = 3
    tags: list[str] = field(default_factory=list)
    color: Color = Color.RED


@post("/form", status_code=200)
async def form(data: Annotated[Login, Body(media_type=RequestEncodingType.URL_ENCODED)]) -> Shown:
    return shown(user=data.user, age=data.age, tags=data.tags, color=data.color)


async def file_shown(file):
    return file and [file.filename, file.content_type, (await file.read()).hex()]


@dataclass
class Upload:
    file: UploadFile
    title: str
    number: int = 1
    more: list[UploadFile] | None = None


@post("/upload", status_code=200)
async def upload(data: Annotated[Upload, Body(media_type=RequestEncodingType.MULTI_PART)]) -> Shown:
    more = [await file_shown(file) for file in data.more or []]
    return shown(file=await file_shown(data.file), title=data.title, number=data.number, more=more)


@post("/upload-one", status_code=200)
async def upload_one(data: Annotated[UploadFile, Body(media_type=RequestEncodingType.MULTI_PART)]) -> Shown:
    return shown(file=await file_shown(data))


# ----------------------------------------------------------------------------------------------------------- responses


@get("/text", media_type="text/plain")
async def text() -> str:
    return "plain ünï"


@get("/image", media_type="image/png")
async def image() -> bytes:
    return b"\x89PNG\x00\xff"


@get("/chunks", media_type="application/octet-stream")
async def chunks() -> Stream:
    async def parts():
        for n in range(3):
            yield bytes([n])

    return Stream(parts())


@get("/events", media_type="text/event-stream")
async def events() -> ServerSentEvent:
    async def each():
        yield ServerSentEventMessage(event="tick", id="1", data="first")
        yield ServerSentEventMessage(event="tock", id="2", data='{"n":2}')

    return ServerSentEvent(each())


@post("/created")
async def created(data: Item) -> Item:
    return data


@post("/accepted", status_code=202)
async def accepted() -> Shown:
    return shown(job=1)


@delete("/item/{id:int}")
async def delete_item(id: int) -> None:
    pass


@get("/item-or-null/{id:int}")
async def item_or_null(id: int) -> Item | None:
    return Item(id, "n") if id else None


@dataclass
class Problem:
    title: str
    status: int


class ItemNotFound(NotFoundException):
    detail = "no such item"


@get("/buy/{n:int}", raises=[ItemNotFound], responses={409: ResponseSpec(Problem, description="none left")})
async def buy(n: int) -> Item:
    if n == 404:
        raise ItemNotFound
    if n == 409:
        return Response(Problem("none", n), status_code=n)
    if n >= 400:
        raise HTTPException("boom", status_code=n)
    return Item(n, "n")


@get("/offset")
async def offset(limit: int = 2, offset: int = 0) -> OffsetPagination[Item]:
    return OffsetPagination([Item(n, "n") for n in range(5)][offset : offset + limit], limit, offset, 5)


@get("/pages")
async def pages(page_size: int = 2, current_page: int = 1) -> ClassicPagination[Item]:
    items = [Item(n, "n") for n in range(5)][(current_page - 1) * page_size :][:page_size]
    return ClassicPagination(items, page_size, current_page, 3)


# --------------------------------------------------------------------------------------------------------- credentials


@get("/secured/bearer", security=[{"bearer": []}])
async def bearer(request: Request) -> Shown:
    return shown(authorization=request.headers.get("authorization"))


@get("/secured/basic", security=[{"basic": []}])
async def basic(request: Request) -> Shown:
    return shown(authorization=request.headers.get("authorization"))


@get("/secured/header", security=[{"header": []}])
async def header_key(request: Request) -> Shown:
    return shown(key=request.headers.get("x-api-key"))


@get("/secured/query", security=[{"query": []}])
async def query_key(request: Request) -> Shown:
    return shown(key=request.query_params.get("api_key"))


@get("/secured/cookie", security=[{"cookie": []}])
async def cookie_key(request: Request) -> Shown:
    return shown(key=request.cookies.get("sid"))


SCHEMES = {
    "bearer": SecurityScheme(type="http", scheme="bearer"),
    "basic": SecurityScheme(type="http", scheme="basic"),
    "header": SecurityScheme(type="apiKey", name="X-API-Key", security_scheme_in="header"),
    "query": SecurityScheme(type="apiKey", name="api_key", security_scheme_in="query"),
    "cookie": SecurityScheme(type="apiKey", name="sid", security_scheme_in="cookie"),
}

app = Litestar(
    [value for value in list(globals().values()) if isinstance(value, BaseRouteHandler)],
    openapi_config=OpenAPIConfig(
        title="Shop", version="1.0", components=Components(security_schemes=SCHEMES), render_plugins=[JsonRenderPlugin()]
    ),
)
