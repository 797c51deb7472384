"""A service as users of Django Ninja write them. What it parsed, it sends back as Python shows it."""

import datetime as dt
import enum
import uuid
from decimal import Decimal
from typing import Annotated, Any, Literal

import django
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.urls import path as url

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="secret", USE_TZ=True)
django.setup()

from ninja import Body, Cookie, File, Form, Header, NinjaAPI, PatchDict, Query, Schema
from ninja.errors import HttpError
from ninja.files import UploadedFile
from ninja.pagination import LimitOffsetPagination, PageNumberPagination, paginate
from ninja.security import APIKeyCookie, APIKeyHeader, APIKeyQuery, HttpBasicAuth, HttpBearer
from pydantic import Field

api = NinjaAPI(title="Shop", version="1.0")

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


@api.get("/path/{integer}/{number}/{boolean}/{key}", response=Shown)
def path_types(request, integer: int, number: float, boolean: bool, key: uuid.UUID):
    return shown(integer=integer, number=number, boolean=boolean, key=key)


@api.get("/path-enums/{color}/{level}", response=Shown)
def path_enums(request, color: Color, level: Level):
    return shown(color=color, level=level)


@api.get("/path-dates/{day}/{at}", response=Shown)
def path_dates(request, day: dt.date, at: dt.datetime):
    return {"day": day.isoformat(), "at": at.isoformat()}


@api.get("/files/{path:rest}", response=Shown)
def path_rest(request, rest: str):
    return shown(rest=rest)


@api.get("/query", response=Shown)
def query(
    request,
    q: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    flag: bool = False,
    ratio: float = 1.5,
    price: Decimal | None = None,
    key: uuid.UUID | None = None,
    alias: str | None = Query(None, alias="item-query"),
):
    return shown(q=q, limit=limit, flag=flag, ratio=ratio, price=price, key=key, alias=alias)


class Filter(Schema):
    limit: int = Field(100, gt=0, le=100)
    names: list[str] = []
    ids: list[int] = []
    colors: list[Color] = []


@api.get("/query-model", response=Shown)
def query_model(request, filter: Query[Filter]):
    return shown(**filter.dict())


@api.get("/query-enums", response=Shown)
def query_enums(request, color: Color, level: Level = Level.low, order: Literal["up", "down"] = "up"):
    return shown(color=color, level=level, order=order)


@api.get("/query-dates", response=Shown)
def query_dates(request, day: dt.date = None, at: dt.datetime = None, time: dt.time = None):
    return {name: value.isoformat() for name, value in dict(day=day, at=at, time=time).items() if value}


@api.get("/headers", response=Shown)
def headers(request, number: int = Header(alias="x-number"), name: str | None = Header(None, alias="x-name")):
    return shown(number=number, name=name)


@api.get("/cookies", response=Shown)
def cookies(request, session: str | None = Cookie(None), visits: int | None = Cookie(None)):
    return shown(session=session, visits=visits)


# -------------------------------------------------------------------------------------------------------------- bodies


class Item(Schema):
    id: int
    name: str = Field(max_length=20)
    note: str | None = None


class Child(Item):
    extra: str


class Cat(Schema):
    pet_type: Literal["cat"]
    meows: int


class Dog(Schema):
    pet_type: Literal["dog", "hound"]
    barks: float


class V1(Schema):
    version: Literal[1] = 1
    a: str


class V2(Schema):
    version: Literal[2] = 2
    b: str


Pet = Annotated[Cat | Dog, Field(discriminator="pet_type")]


class Pets(Schema):
    pet: Pet
    pets: list[Pet] = []


class Versioned(Schema):
    version: Annotated[V1 | V2, Field(discriminator="version")]


class Plain(Schema):
    value: Cat | V1 | int | str | list[int]


class Scalars(Schema):
    price: Decimal
    key: uuid.UUID
    at: dt.datetime
    day: dt.date
    time: dt.time
    span: dt.timedelta
    big: int


class Node(Schema):
    value: int
    children: list["Node"] = []
    next: "Node | None" = None


class Optionals(Schema):
    required: str | None
    name: str | None = None
    color: Color | None = None
    item: Item | None = None
    tags: list[str] = []
    camel: str = Field("z", alias="camelCase")


class Order(Schema):
    item: Item
    items: list[Item]
    level: Level


class Maps(Schema):
    by_name: dict[str, Item] = {}
    by_number: dict[int, str] = {}
    free: dict[str, Any] = {}
    anything: Any = None


class Pair(Schema):
    pair: tuple[int, str]


@api.post("/order", response=Order)
def order(request, order: Order):
    return order


@api.post("/child", response=Child)
def child(request, child: Child):
    return child


@api.post("/pets", response=Pets)
def pets(request, pets: Pets):
    return pets


@api.post("/versioned", response=Versioned)
def versioned(request, versioned: Versioned):
    return versioned


@api.post("/plain", response=Shown)
def plain(request, plain: Plain):
    return shown(value=plain.value)


@api.get("/any-of/{kind}", response=Cat | Dog)
def any_of(request, kind: str):
    return Cat(pet_type="cat", meows=3) if kind == "cat" else Dog(pet_type="hound", barks=2)


@api.post("/scalars", response=Scalars)
def scalars(request, scalars: Scalars):
    return scalars


@api.post("/node", response=Node)
def node(request, node: Node):
    return node


@api.post("/optionals", response=Optionals, by_alias=True)
def optionals(request, optionals: Optionals):
    return optionals


@api.patch("/item", response=Shown)
def patch_item(request, item: PatchDict[Item]):
    return shown(**item)


@api.post("/maps", response=Maps)
def maps(request, maps: Maps):
    return maps


@api.post("/pair", response=Pair)
def pair(request, pair: Pair):
    return pair


@api.put("/several/{id}", response=Shown)
def several(request, id: int, item: Item, importance: int = Body(gt=0)):
    return shown(id=id, item=item, importance=importance)


@api.post("/list", response=list[Item])
def list_of_items(request, items: list[Item]):
    return items


# ----------------------------------------------------------------------------------------------------- forms and files


@api.post("/form", response=Shown)
def form(request, name: Form[str], number: Form[int] = 0, tags: list[str] = Form([]), color: Form[Color] = Color.red):
    return shown(name=name, number=number, tags=tags, color=color)


class Login(Schema):
    user: str
    age: int = 3


@api.post("/form-model", response=Shown)
def form_model(request, login: Form[Login]):
    return shown(user=login.user, age=login.age)


def file_shown(file):
    return file and [file.name, file.content_type, file.read().hex()]


@api.post("/upload", response=Shown)
def upload(request, file: File[UploadedFile]):
    return shown(file=file_shown(file))


@api.post("/upload-optional", response=Shown)
def upload_optional(request, file: UploadedFile = File(None)):
    return shown(file=file_shown(file))


@api.post("/upload-many", response=Shown)
def upload_many(request, files: File[list[UploadedFile]]):
    return shown(files=[file_shown(file) for file in files])


@api.post("/upload-fields", response=Shown)
def upload_fields(request, login: Form[Login], file: File[UploadedFile]):
    return shown(file=file_shown(file), user=login.user, age=login.age)


# ----------------------------------------------------------------------------------------------------------- responses


@api.get("/text", openapi_extra={"responses": {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}})
def text(request):
    return HttpResponse("plain ünï", content_type="text/plain; charset=utf-8")


@api.get("/image", openapi_extra={"responses": {200: {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}}})
def image(request):
    return HttpResponse(b"\x89PNG\x00\xff", content_type="image/png")


@api.get("/undescribed")
def undescribed(request):
    return {"said": "nothing"}


class Problem(Schema):
    title: str
    status: int


@api.post("/created", response={201: Item})
def created(request, item: Item):
    return 201, item


@api.post("/accepted", response={202: Shown})
def accepted(request):
    return 202, shown(job=1)


@api.delete("/item/{id}", response={204: None})
def delete_item(request, id: int):
    return 204, None


@api.get("/item-or-null/{id}", response=Item | None)
def item_or_null(request, id: int):
    return Item(id=id, name="n") if id else None


@api.get("/buy/{n}", response={200: Item, 404: Problem, 409: Problem})
def buy(request, n: int):
    if n in (404, 409):
        return n, Problem(title="none", status=n)
    if n >= 400:
        raise HttpError(n, "boom")
    return 200, Item(id=n, name="n")


@api.get("/limited", response=list[Item])
@paginate(LimitOffsetPagination)
def limited(request):
    return [Item(id=n, name="n") for n in range(5)]


@api.get("/paged", response=list[Item])
@paginate(PageNumberPagination, page_size=2)
def paged(request):
    return [Item(id=n, name="n") for n in range(5)]


# --------------------------------------------------------------------------------------------------------- credentials


class Bearer(HttpBearer):
    def authenticate(self, request, token):
        return token


class Basic(HttpBasicAuth):
    def authenticate(self, request, username, password):
        return [username, password]


class HeaderKey(APIKeyHeader):
    param_name = "X-API-Key"

    def authenticate(self, request, key):
        return key


class QueryKey(APIKeyQuery):
    param_name = "api_key"

    def authenticate(self, request, key):
        return key


class CookieKey(APIKeyCookie):
    param_name = "sid"

    def authenticate(self, request, key):
        return key


@api.get("/secured/bearer", auth=Bearer(), response=Shown)
def bearer(request):
    return shown(auth=request.auth)


@api.get("/secured/basic", auth=Basic(), response=Shown)
def basic(request):
    return shown(auth=request.auth)


@api.get("/secured/header", auth=HeaderKey(), response=Shown)
def header_key(request):
    return shown(auth=request.auth)


@api.get("/secured/query", auth=QueryKey(), response=Shown)
def query_key(request):
    return shown(auth=request.auth)


@api.get("/secured/cookie", auth=CookieKey(), response=Shown)
def cookie_key(request):
    return shown(auth=request.auth)


@api.get("/secured/either", auth=[HeaderKey(), Bearer()], response=Shown)
def either(request):
    return shown(auth=request.auth)


urlpatterns = [url("api/", api.urls)]
app = get_asgi_application()
