"""The pages that gateways give to browsers: what is cached, compressed, guarded, and missing."""

import gzip
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from booking_chat.service.app import service_app
from booking_chat.service.health import Health
from booking_chat.service.http.pages import SECURITY_HEADERS, serve_page
from portal_gateway.routes.page import PAGE_PATH, page_routes
from support.gateway_steps import assert_problem
from support.running_app import running

PAGE = b"<!doctype html><title>A page</title>"
SCRIPT = b"console.log('worth a compression');" * 20
BROTLI = b"as brotli has it"
SCRIPT_PATH = "/assets/main-4f2a9c1b.js"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    script = tmp_path / SCRIPT_PATH.lstrip("/")
    script.parent.mkdir()
    (tmp_path / "index.html").write_bytes(PAGE)
    script.write_bytes(SCRIPT)
    script.with_name(f"{script.name}.br").write_bytes(BROTLI)
    script.with_name(f"{script.name}.gz").write_bytes(gzip.compress(SCRIPT))
    return tmp_path


def an_app(folder: Path | None, address: str, *routers: APIRouter) -> FastAPI:
    api = APIRouter(prefix="/api")

    @api.get("/known")
    async def known() -> str:
        return "known"

    app = service_app("test", [api, *routers], Health(), parts=[])
    serve_page(app, folder, address)
    return app


def security_headers(answer: httpx.Response) -> dict[str, str]:
    return {name: answer.headers.get(name) for name in SECURITY_HEADERS}


async def test_the_customers_page_stands_where_links_lead(folder: Path) -> None:
    async with running(an_app(folder, PAGE_PATH, page_routes())) as client:
        page = await client.get("/c")
        root = await client.get("/")

    assert (page.status_code, page.content) == (200, PAGE)
    assert page.headers["content-type"] == 'text/html; charset="utf-8"'
    assert (root.status_code, root.headers["location"]) == (307, "/c")


async def test_the_dashboard_stands_at_the_root(folder: Path) -> None:
    async with running(an_app(folder, "/")) as client:
        answer = await client.get("/")

    assert (answer.status_code, answer.content) == (200, PAGE)


@pytest.mark.parametrize(
    "path",
    ["/d", "/c/", "/c/more", "/api/unknown", "/assets/old-11112222.js", "/assets/..%2Findex.html"],
)
async def test_what_is_no_file_of_the_page_is_not_found(folder: Path, path: str) -> None:
    async with running(an_app(folder, PAGE_PATH)) as client:
        assert_problem(await client.get(path), 404, "not-found")


async def test_the_page_is_asked_for_anew_each_time_and_sent_only_when_it_changed(
    folder: Path,
) -> None:
    async with running(an_app(folder, PAGE_PATH)) as client:
        first = await client.get("/c")
        again = await client.get("/c", headers={"if-none-match": first.headers["etag"]})

    assert first.headers["cache-control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")


async def test_hashed_files_are_kept_for_a_year(folder: Path) -> None:
    async with running(an_app(folder, PAGE_PATH)) as client:
        answer = await client.get(SCRIPT_PATH)

    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == 'text/javascript; charset="utf-8"'


@pytest.mark.parametrize(
    ("accepted", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("identity", None)]
)
async def test_files_are_sent_as_they_were_compressed_beforehand(
    folder: Path, accepted: str, encoding: str | None
) -> None:
    async with running(an_app(folder, PAGE_PATH)) as client:
        answer = await client.get(SCRIPT_PATH, headers={"accept-encoding": accepted})

    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.content == (BROTLI if encoding == "br" else SCRIPT)


@pytest.mark.parametrize("path", ["/c", SCRIPT_PATH])
async def test_browsers_are_told_to_load_and_run_nothing_but_our_own_files(
    folder: Path, path: str
) -> None:
    async with running(an_app(folder, PAGE_PATH)) as client:
        answer = await client.get(path)

    assert security_headers(answer) == SECURITY_HEADERS
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "://" not in policy


@pytest.mark.parametrize("given", [None, "empty", "missing"])
async def test_a_gateway_without_a_page_says_so_where_it_would_stand_and_works_otherwise(
    tmp_path: Path, given: str | None
) -> None:
    (tmp_path / "empty").mkdir()
    async with running(an_app(tmp_path / given if given else None, PAGE_PATH)) as client:
        problem = assert_problem(await client.get("/c"), 503, "page-not-built")
        known = await client.get("/api/known")

        assert_problem(await client.get("/elsewhere"), 404, "not-found")
    assert "make setup" in problem["detail"]
    assert known.json() == "known"


async def test_a_page_is_only_read(folder: Path) -> None:
    async with running(an_app(folder, PAGE_PATH)) as client:
        head = await client.head("/c")
        posted = await client.post("/c")

    assert (head.status_code, head.content) == (200, b"")
    assert_problem(posted, 404, "not-found")
