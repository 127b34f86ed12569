package dev.vedette.policy.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.drools.model.EntryPoint;
import org.drools.model.Global;
import org.drools.model.Model;
import org.drools.model.Query;
import org.drools.model.Rule;
import org.drools.model.TypeMetaData;

/** Some of a compiled model's rules, with all else that belongs to it. */
record ModelPart(Model whole, List<Rule> rules) implements Model {
    ModelPart {
        rules = List.copyOf(rules);
    }

    /** The parts of {@code models} with the rules that are wanted; models without any are left out. */
    static List<ModelPart> select(List<? extends Model> models, Predicate<Rule> wanted) {
        List<ModelPart> parts = new ArrayList<>();
        for (Model model : models) {
            List<Rule> rules = model.getRules().stream().filter(wanted).toList();
            if (!rules.isEmpty()) {
                parts.add(new ModelPart(model instanceof ModelPart part ? part.whole : model, rules));
            }
        }
        return parts;
    }

    @Override
    public String getName() {
        return whole.getName();
    }

    @Override
    public String getPackageName() {
        return whole.getPackageName();
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public List<Global> getGlobals() {
        return whole.getGlobals();
    }

    @Override
    public List<Rule> getRules() {
        return rules;
    }

    @Override
    public List<Query> getQueries() {
        return whole.getQueries();
    }

    @Override
    public List<TypeMetaData> getTypeMetaDatas() {
        return whole.getTypeMetaDatas();
    }

    @Override
    public List<EntryPoint> getEntryPoints() {
        return whole.getEntryPoints();
    }
}
