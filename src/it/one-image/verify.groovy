def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

["The executions 'build (default)' and 'build (debug)' of one-image make different images", 'a module of its own'].each {
    assert facts.failure().contains(it)
}
assert facts.log().contains('Nothing to publish: there is no <drop> (-Dimage.drop), and no environment has'
    + ' <continuousDelivery>')

facts.unpack(facts.archive(), 'unpacked')
def names = facts.file('unpacked/blobs/sha256').listFiles().findAll { it.withInputStream { it.read() == 0x1f } }
    .collectMany { new String(facts.run(['tar', '-tzf', it.path])).readLines() }
assert names.contains('app/libs/driver.jar')
assert names.contains('notice.txt')
