def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def digest = facts.record().digest
def lines = facts.log().readLines()
assert lines.any { it =~ /dev +2 +1\.0 .*${digest[7..18]}/ }
assert lines.any { it =~ /prod +1 +1\.0 .*1 behind dev/ }
assert lines.any { it.contains('! closed:') }

def status = facts.json('target/image/status.json')
assert status.images*.repository == ['acme/status']
def (dev, prod, closed) = status.images[0].holdings
assert [dev.current.buildId, prod.current.buildId] == ['2', '1']
assert dev.current.digest == digest
assert dev.current.promotion.tags == ['2', 'latest']
assert [dev.flags, prod.flags] == [[], []]
assert prod.lag.builds == 1
assert !closed.reached
assert closed.flags*.kind == ['unreachable']
