"""A service as users of FastAPI write them. What it parsed, it sends back as Python shows it."""

import datetime as dt
import enum
import uuid
from collections.abc import AsyncIterable
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, TypeVar

from fastapi import Body, Cookie, Depends, FastAPI, File, Form, Header, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, StreamingResponse
from fastapi.security import (
    APIKeyCookie,
    APIKeyHeader,
    APIKeyQuery,
    HTTPAuthorizationCredentials,
    HTTPBasic,
    HTTPBasicCredentials,
    HTTPBearer,
    OAuth2PasswordBearer,
    OAuth2PasswordRequestForm,
)
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, SecretStr, computed_field

app = FastAPI(title="Shop", version="1.0")

Shown = dict[str, str]


def shown(**values) -> Shown:
    return {name: repr(value) for name, value in values.items()}


class Color(str, enum.Enum):
    red = "red"
    dark_blue = "dark-blue"


class Level(enum.IntEnum):
    low = 1
    high = 2


# --------------------------------------------------------------------------------------------------------- parameters


@app.get("/path/{integer}/{number}/{boolean}/{key}")
async def path(integer: int, number: float, boolean: bool, key: uuid.UUID) -> Shown:
    return shown(integer=integer, number=number, boolean=boolean, key=key)


@app.get("/path/{color}/{level}")
async def path_enums(color: Color, level: Level) -> Shown:
    return shown(color=color, level=level)


@app.get("/path-dates/{day}/{at}")
async def path_dates(day: dt.date, at: dt.datetime) -> Shown:
    return {"day": day.isoformat(), "at": at.isoformat()}


@app.get("/files/{file_path:path}")
async def path_rest(file_path: str) -> Shown:
    return shown(file_path=file_path)


@app.get("/query")
async def query(
    q: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    flag: bool = False,
    ratio: float = 1.5,
    price: Decimal | None = None,
    key: uuid.UUID | None = None,
    alias: Annotated[str | None, Query(alias="item-query")] = None,
) -> Shown:
    return shown(q=q, limit=limit, flag=flag, ratio=ratio, price=price, key=key, alias=alias)


@app.get("/query-lists")
async def query_lists(
    names: Annotated[list[str], Query()] = [],
    ids: Annotated[list[int] | None, Query()] = None,
    colors: Annotated[set[Color], Query()] = set(),
) -> Shown:
    return shown(names=names, ids=ids, colors=sorted(color.value for color in colors))


@app.get("/query-enums")
async def query_enums(color: Color, level: Level = Level.low, order: Literal["up", "down"] = "up") -> Shown:
    return shown(color=color, level=level, order=order)


@app.get("/query-dates")
async def query_dates(day: dt.date | None = None, at: dt.datetime | None = None, time: dt.time | None = None) -> Shown:
    return {name: value.isoformat() for name, value in dict(day=day, at=at, time=time).items() if value}


class Filter(BaseModel):
    model_config = ConfigDict(extra="forbid")
    limit: int = Field(100, gt=0, le=100)
    tags: list[str] = []


@app.get("/query-model")
async def query_model(filter: Annotated[Filter, Query()]) -> Shown:
    return shown(limit=filter.limit, tags=filter.tags)


@app.get("/headers")
async def headers(
    x_number: Annotated[int, Header()],
    x_when: Annotated[dt.datetime | None, Header()] = None,
    x_name: Annotated[str | None, Header()] = None,
) -> Shown:
    return shown(x_number=x_number, x_when=x_when and x_when.isoformat(), x_name=x_name)


@app.get("/cookies")
async def cookies(session: Annotated[str | None, Cookie()] = None, visits: Annotated[int | None, Cookie()] = None) -> Shown:
    return shown(session=session, visits=visits)


# -------------------------------------------------------------------------------------------------------------- bodies


class Item(BaseModel):
    id: int
    name: str = Field(max_length=20)
    note: str | None = None


class Child(Item):
    extra: str


class Cat(BaseModel):
    pet_type: Literal["cat"]
    meows: int


class Dog(BaseModel):
    pet_type: Literal["dog", "hound"]
    barks: float


class V1(BaseModel):
    version: Literal[1] = 1
    a: str


class V2(BaseModel):
    version: Literal[2] = 2
    b: str


Pet = Annotated[Cat | Dog, Field(discriminator="pet_type")]


class Pets(BaseModel):
    pet: Pet
    pets: list[Pet] = []


class Versioned(BaseModel):
    version: Annotated[V1 | V2, Field(discriminator="version")]


class Scalars(BaseModel):
    price: Decimal
    key: uuid.UUID
    at: dt.datetime
    day: dt.date
    time: dt.time
    span: dt.timedelta
    binary: Base64Bytes
    big: int
    secret: SecretStr = SecretStr("")


class Naive(BaseModel):
    at: dt.datetime


class Node(BaseModel):
    value: int
    children: list["Node"] = []
    next: "Node | None" = None


class Optionals(BaseModel):
    required: str | None
    name: str | None = None
    color: Color | None = None
    item: Item | None = None
    tags: list[str] = []
    only: Literal["only"] = "only"
    camel: str = Field("z", alias="camelCase")

    @computed_field
    @property
    def area(self) -> int:
        return 42


class Order(BaseModel):
    item: Item
    items: list[Item]
    level: Level


class Maps(BaseModel):
    by_name: dict[str, Item] = {}
    by_number: dict[int, str] = {}
    free: dict[str, Any] = {}
    anything: Any = None


@app.post("/order")
async def order(order: Order) -> Order:
    return order


@app.post("/child")
async def child(child: Child) -> Child:
    return child


@app.post("/pets")
async def pets(pets: Pets) -> Pets:
    return pets


@app.post("/versioned")
async def versioned(versioned: Versioned) -> Versioned:
    return versioned


@app.get("/any-of/{kind}")
async def any_of(kind: str) -> Cat | Dog:
    return Cat(pet_type="cat", meows=3) if kind == "cat" else Dog(pet_type="hound", barks=2)


@app.post("/plain")
async def plain(value: Annotated[Cat | V1 | int | str | list[int], Body()]) -> Shown:
    return shown(value=value)


@app.post("/scalars")
async def scalars(scalars: Scalars) -> Scalars:
    return scalars


@app.post("/naive")
async def naive(naive: Naive) -> Naive:
    return naive


@app.post("/node")
async def node(node: Node) -> Node:
    return node


@app.post("/optionals")
async def optionals(optionals: Optionals) -> Optionals:
    return optionals


@app.patch("/item")
async def patch_item(item: Optionals) -> Shown:
    return shown(**item.model_dump(exclude_unset=True, exclude={"area"}))


@app.post("/maps")
async def maps(maps: Maps) -> Maps:
    return maps


@app.post("/tuple")
async def tuples(pair: Annotated[tuple[int, str], Body()]) -> tuple[int, str]:
    return pair


@app.put("/several/{id}")
async def several(id: int, item: Item, importance: Annotated[int, Body(gt=0)], user: Annotated[Child | None, Body()] = None) -> Shown:
    return shown(id=id, item=item, importance=importance, user=user)


@app.post("/maybe")
async def maybe(item: Item | None = None) -> Shown:
    return shown(item=item)


@app.post("/integer")
async def integer(value: Annotated[int, Body()]) -> int:
    return value


# ----------------------------------------------------------------------------------------------------- forms and files


@app.post("/form")
async def form(
    name: Annotated[str, Form()],
    number: Annotated[int | None, Form()] = None,
    tags: Annotated[list[str], Form()] = [],
    color: Annotated[Color, Form()] = Color.red,
) -> Shown:
    return shown(name=name, number=number, tags=tags, color=color)


class Login(BaseModel):
    user: str
    age: int = 3


@app.post("/form-model")
async def form_model(login: Annotated[Login, Form()]) -> Shown:
    return shown(user=login.user, age=login.age)


async def file_shown(file: UploadFile | None) -> list | None:
    return file and [file.filename, file.content_type, (await file.read()).hex()]


@app.post("/upload")
async def upload(file: UploadFile):
    return await file_shown(file)


@app.post("/upload-bytes")
async def upload_bytes(file: Annotated[bytes, File()]) -> str:
    return file.hex()


@app.post("/upload-optional")
async def upload_optional(file: UploadFile | None = None):
    return await file_shown(file)


@app.post("/upload-many")
async def upload_many(files: list[UploadFile]):
    return [await file_shown(file) for file in files]


@app.post("/upload-fields")
async def upload_fields(
    file: UploadFile,
    token: Annotated[str, Form()],
    number: Annotated[int, Form()] = 1,
    tags: Annotated[list[str], Form()] = [],
    color: Annotated[Color, Form()] = Color.red,
) -> Shown:
    return shown(file=await file_shown(file), token=token, number=number, tags=tags, color=color)


# ----------------------------------------------------------------------------------------------------------- responses


@app.get("/text", response_class=PlainTextResponse)
async def text() -> str:
    return "plain ünï"


@app.get("/image", responses={200: {"content": {"image/png": {}}}}, response_class=Response)
async def image():
    return Response(b"\x89PNG\x00\xff", media_type="image/png")


@app.get("/download", responses={200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}, response_class=FileResponse)
async def download():
    return FileResponse(__file__, media_type="application/octet-stream")


@app.post("/reverse", responses={200: {"content": {"application/octet-stream": {}}}}, response_class=Response,
          openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}})
async def reverse(request: Request):
    return Response((await request.body())[::-1], media_type="application/octet-stream")


@app.get("/chunks", responses={200: {"content": {"application/octet-stream": {}}}}, response_class=StreamingResponse)
async def chunks():
    async def parts():
        for n in range(3):
            yield bytes([n])

    return StreamingResponse(parts(), media_type="application/octet-stream")


@app.get("/lines")
async def lines() -> AsyncIterable[Item]:
    for n in range(3):
        yield Item(id=n, name="n")


@app.get("/events", response_class=EventSourceResponse)
async def events() -> AsyncIterable[Item]:
    for n in range(3):
        yield Item(id=n, name="n")


@app.get("/named-events", response_class=EventSourceResponse)
async def named_events() -> AsyncIterable[ServerSentEvent]:
    yield ServerSentEvent(raw_data="first", event="tick", id="1")
    yield ServerSentEvent(data={"n": 2}, event="tock", id="2")


@app.post("/created", status_code=201)
async def created(item: Item) -> Item:
    return item


@app.post("/accepted", status_code=202)
async def accepted() -> Shown:
    return shown(job=1)


@app.delete("/item/{id}", status_code=204)
async def delete_item(id: int) -> None:
    pass


@app.get("/item-or-null/{id}")
async def item_or_null(id: int) -> Item | None:
    return Item(id=id, name="n") if id else None


@app.get("/rate")
async def rate(response: Response) -> Shown:
    response.headers["X-Rate"] = "5"
    return {}


class Problem(BaseModel):
    title: str
    status: int


def problem(status, media_type):
    return JSONResponse(Problem(title="none", status=status).model_dump(), status, media_type=media_type)


@app.get("/buy/{n}", responses={404: {"model": Problem}, 409: {"content": {"application/problem+json": {"schema": Problem.model_json_schema()}}}})
async def buy(n: int) -> Item:
    if n == 404:
        return problem(n, "application/json")
    if n == 409:
        return problem(n, "application/problem+json")
    if n >= 400:
        raise HTTPException(n, detail="boom")
    return Item(id=n, name="n")


T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    items: list[T]
    total: int
    page: int
    size: int


@app.get("/page")
async def page(page: int = 1, size: int = 2) -> Page[Item]:
    everything = [Item(id=n, name=f"n{n}") for n in range(5)]
    return Page(items=everything[(page - 1) * size : page * size], total=5, page=page, size=size)


# --------------------------------------------------------------------------------------------------------- credentials


@app.post("/token")
async def token(form: Annotated[OAuth2PasswordRequestForm, Depends()]):
    return {"access_token": f"token of {form.username}, {form.password}".replace(" ", "."), "token_type": "bearer"}


@app.get("/secured/oauth")
async def oauth(token: Annotated[str, Depends(OAuth2PasswordBearer(tokenUrl="token"))]) -> Shown:
    return shown(token=token)


@app.get("/secured/bearer")
async def bearer(it: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> Shown:
    return shown(token=it.credentials)


@app.get("/secured/basic")
async def basic(it: Annotated[HTTPBasicCredentials, Depends(HTTPBasic())]) -> Shown:
    return shown(user=it.username, password=it.password)


@app.get("/secured/header")
async def header_key(key: Annotated[str, Depends(APIKeyHeader(name="X-API-Key"))]) -> Shown:
    return shown(key=key)


@app.get("/secured/query")
async def query_key(key: Annotated[str, Depends(APIKeyQuery(name="api_key"))]) -> Shown:
    return shown(key=key)


@app.get("/secured/cookie")
async def cookie_key(key: Annotated[str, Depends(APIKeyCookie(name="sid"))]) -> Shown:
    return shown(key=key)

