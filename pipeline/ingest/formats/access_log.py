"""Access logs of Apache, nginx and others that write the common or the combined log format.

In:     .log or .txt, rotated ones too (access.log.1, access.log-20251112.gz); a virtual host before
        the address and further fields after the browser are allowed
Out:    "page", "download", "submit" (POST, PUT, PATCH, DELETE) and "error 404" and the like;
        page = the path, campaign = utm_campaign of the query, channel from its utm_medium and
        utm_source, else web; device from the browser's name, user_id = the name of HTTP
        authentication. Redirects, parts of pages and programs
        (crawlers, monitors, scanners) are read and are no events
Units:  times to the second, with their offset; within one second the order of the file counts
Errors: a line of another shape, or with an impossible time, is rejected
Source: "Log Files" and mod_log_config of the Apache HTTP Server, log_format combined of nginx
Traps:  there is no visitor in such a log. anonymous_id is a hash of address and browser, which is
        weak: people behind one router with the same browser are one visitor, and one who changes
        network is two. Believe counts of requests and pages; do not believe journeys over days.
        Where the server stands behind a proxy the address is the proxy's: log the true one first.
        The common format names no browser, so programs cannot be told from people. Calls that
        scripts make look like pages: name your pages with rules. Equal lines are one request, so
        that a log delivered again under its rotated name does not count twice
"""

from pipeline.ingest.formats.base import Format, events_step
from pipeline.ingest.readers_text import text_lines

ACCESS_LOG = Format(
    "access_log",
    {"log": text_lines, "text": text_lines},
    (events_step("access_log_events", "latest_us", "channel"),),
)
