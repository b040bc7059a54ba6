def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

// Back to build 2, which was moved away by hand; then to build 1, which was there before it.
def log = facts.log()
assert log =~ /Rolled back dev to oci:.*acme\/status:2 \(tags latest\)/
assert log =~ /Rolled back dev to oci:.*acme\/status:1 \(tags latest\)/
def result = facts.json('target/image/rollback-dev.json')
assert result.outcome == 'rolled_back'
assert result.reason == 'it was slow'
assert result.images*.buildId == ['1']

def dev = facts.json('target/image/status.json').images[0].holdings[0]
assert dev.current.buildId == '1'
assert dev.promotions*.rollback == [true, true, false, false]
assert dev.flags == []

// Commands and JSON stand at the beginning of a line.
def lines = log.readLines()
assert lines.any { it.startsWith("##vso[task.setvariable variable=image_digest;isOutput=true]${result.images[0].digest}") }
assert facts.file('target/image/rollback-dev.env').text.contains("IMAGE_DIGEST=${result.images[0].digest}\n")
assert lines.any { it == '{' }
