package dev.vedette.console.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import java.util.function.Function;

/** Gives out the rules' pages. */
public final class RulesApi {
    private final Function<String, Optional<String>> pages;

    /**
     * Makes the API.
     *
     * @param pages the Markdown text of a rule's page by the rule's id
     */
    public RulesApi(Function<String, Optional<String>> pages) {
        this.pages = pages;
    }

    /** GET /api/rules/{id}. */
    public void page(Context request) {
        String id = request.pathParam("id");
        String text = pages.apply(id)
                .orElseThrow(() -> new ApiException(HttpStatus.NOT_FOUND, "there is no page about rule " + id));
        Body.answer(request, JsonNodeFactory.instance.objectNode().put("id", id).put("text", text));
    }
}
