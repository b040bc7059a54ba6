def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def modules = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']
def digests = modules.collectEntries {
    [it, facts.json("$it/repository/it/image/$it/1.0/$it-1.0-image.json").digest]
}
assert digests.values().toSet().size() == 8
modules.each {
    assert facts.tag('registries/dev', it, '7') == digests[it]
    assert facts.tag('registries/test', it, '7') == digests[it]
}
assert facts.json('target/image/promote-test.json').images.size() == 8
assert !facts.log().contains('OverlappingFileLockException')
// Each blob of the cache is what its name says, and nothing half-written is left.
def blobs = facts.file('cache/blobs/sha256').listFiles()
assert blobs.size() >= 3
blobs.each { assert facts.sha256(it) == 'sha256:' + it.name }
// Maven knows of no goal that is not thread-safe.
assert !facts.log().contains('not marked as @threadSafe') && !facts.log().contains('not marked as thread-safe')
