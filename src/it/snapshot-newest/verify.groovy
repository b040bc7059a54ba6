def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def archives = facts.file('repository/it/image/snapshot-newest/1.0-SNAPSHOT').list().findAll { it.endsWith('-image.tar') }
assert archives.size() == 2
assert archives.every { it ==~ /snapshot-newest-1\.0-\d{8}\.\d{6}-\d+-image\.tar/ }

def first = facts.file('first-digest.txt').text
def second = facts.record().digest
assert first != second
assert facts.tag('registries/dev', 'snapshot-newest', '1') == first
assert facts.tag('registries/dev', 'snapshot-newest', '2') == second
assert facts.tag('registries/dev', 'snapshot-newest', 'latest') == second

assert facts.failure().contains('is the newest') && facts.failure().contains('http://127.0.0.1:1/repository')
