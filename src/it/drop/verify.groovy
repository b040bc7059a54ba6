def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def dropped = facts.file('drop-box/it.image/drop/42')
assert dropped.list().sort() == ['drop-1.0-image.json', 'drop-1.0-image.tar']
def kept = facts.file('kept.txt').readLines()
assert facts.sha256(new File(dropped, 'drop-1.0-image.tar')) == kept[0]
assert facts.record().digest != kept[1]

assert facts.failure().contains('drop-box')
assert facts.failure().contains('42')
assert facts.tag('registries/dev', 'drop', '42') == kept[1]
