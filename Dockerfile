# One image for all five services: they share every library and most of their own code, so five
# images would differ in a few kilobytes only. Which service a container is, its command says:
# `python -m chat_core.main`, `python -m portal_gateway.main` ...; without one it lists what
# `booking-chat` can do.
#
#   docker build --target services --tag booking-chat/services .
#   docker build --target demo --tag booking-chat/demo .       (with the devstack, not for production)
#
# A file of ours that changes leaves the libraries' layer as it is.

ARG PYTHON_IMAGE=python:3.11-slim
ARG NODE_IMAGE=node:20-slim


FROM ${NODE_IMAGE} AS pages
WORKDIR /web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund --loglevel=error
COPY web ./
RUN npm run --silent build


FROM ${PYTHON_IMAGE} AS libraries
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore \
    UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never UV_HTTP_TIMEOUT=180 UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
# What installs stays in its own environment, so that it never gets into the image's.
RUN python -m venv /opt/build && python -m venv --without-pip /opt/venv
COPY requirements/uv.txt requirements/build.txt requirements/runtime.txt /requirements/
RUN /opt/build/bin/pip install --quiet --require-hashes --requirement /requirements/uv.txt
ENV PATH=/opt/build/bin:$PATH
RUN uv pip install --quiet --python /opt/build/bin/python --require-hashes --requirements /requirements/build.txt \
    && uv pip install --quiet --python /opt/venv/bin/python --only-binary :all: --require-hashes \
        --requirements /requirements/runtime.txt


FROM libraries AS packages
# pip only checks here: it looks at what PYTHONPATH names, too.
ENV PYTHONPATH=/opt/packages
COPY VERSION /source/VERSION
COPY shared /source/shared
COPY services /source/services
COPY tools /source/tools
RUN for source in /source/shared/* /source/services/* /source/tools; do \
        uv build --quiet --wheel --no-build-isolation --python /opt/build/bin/python --out-dir /wheels "$source" \
        || exit 1; done \
    && uv pip install --quiet --python /opt/venv/bin/python --no-deps --no-index \
        --target /opt/packages /wheels/*.whl \
    && pip --python /opt/venv/bin/python check


FROM ${PYTHON_IMAGE} AS services
# The base image brings pip along; a running service installs nothing.
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin booking-chat \
    && find /usr -xdev \( -regex '.*/\(site\|dist\)-packages/\(pip\|setuptools\|wheel\)\([-.].*\)?' \
        -o -name 'pkg_resources' -o -name 'ensurepip' -o -name 'python-wheels' -o -name '_distutils_hack' \
        -o -regex '.*/bin/\(pip\|wheel\)[0-9.]*' \) -prune -exec rm -rf {} +
ENV PATH=/opt/packages/bin:/opt/venv/bin:$PATH \
    PYTHONPATH=/opt/packages \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BOOKING_CHAT_PAGES_FOLDER=/opt/pages
COPY --from=pages /web/dist /opt/pages
COPY --from=libraries /opt/venv /opt/venv
COPY --from=packages /opt/packages /opt/packages
USER 10001:10001
# The second one is for operators: metrics, and health with its details.
EXPOSE 8000 9000
CMD ["booking-chat", "--help"]


FROM packages AS demo-packages
# The check fails should the devstack ever need a library that neither the services nor demo.in have.
ENV PYTHONPATH=/opt/packages:/opt/devstack
COPY requirements/demo.txt /requirements/
RUN uv pip install --quiet --python /opt/venv/bin/python --only-binary :all: --require-hashes \
        --target /opt/devstack --requirements /requirements/demo.txt
COPY devstack /source/devstack
RUN uv build --quiet --wheel --no-build-isolation --python /opt/build/bin/python --out-dir /demo-wheels \
        /source/devstack \
    && uv pip install --quiet --python /opt/venv/bin/python --no-deps --no-index \
        --target /opt/devstack /demo-wheels/*.whl \
    && pip --python /opt/venv/bin/python check \
    && mkdir /opt/kept


FROM services AS demo
ENV PYTHONPATH=/opt/packages:/opt/devstack
COPY --from=demo-packages /opt/devstack /opt/devstack
# What the identity provider keeps; a volume that is mounted here gets this owner.
COPY --from=demo-packages --chown=10001:10001 /opt/kept /var/lib/booking-chat
CMD ["python", "-m", "devstack", "--help"]
