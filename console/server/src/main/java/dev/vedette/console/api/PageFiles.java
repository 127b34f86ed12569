package dev.vedette.console.api;

import dev.vedette.console.page.Page;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/** Hands out the page's own files. */
public final class PageFiles {
    /** GET of anything that is not the API. */
    public void file(Context request) {
        String path = switch (request.path()) {
            case "/" -> "index.html";
            case "/sign-in" -> "sign-in.html";
            case "/favicon.ico" -> "icon.svg";
            default -> request.path().substring(1);
        };
        byte[] content = Page.content(path)
                .orElseThrow(() -> new ApiException(HttpStatus.NOT_FOUND, "there is nothing at " + request.path()));
        request.contentType(Page.type(path).orElseThrow()).result(content);
    }
}
