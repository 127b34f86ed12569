package dev.vedette.baseline.novelty;

/** Something that a workload does, such that what is the same to people is equal. */
interface LearnedItem {
    /** As a person would say it. */
    String describe();

    /** What is most alike in another one: the same is the nearest that can be known. */
    String subject();

    /** Who does it, where nothing has the same subject. */
    String doer();
}
