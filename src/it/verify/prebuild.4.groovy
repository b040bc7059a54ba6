import groovy.json.JsonOutput
import groovy.json.JsonSlurper

def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def layer = facts.file('layer.txt').text
assert facts.failures()[-1].contains(layer)
facts.file('registries/dev/verify/blobs/' + layer.replace(':', '/')).bytes = facts.file('intact').bytes

def file = facts.file('registries/dev/verify/index.json')
def index = new JsonSlurper().parse(file)
def records = index.manifests.findAll { it.annotations?.containsValue('https://imagepromotion.github.io/promotion/v1') }
assert records.size() == 1
index.manifests.removeAll(records)
file.write(JsonOutput.toJson(index))
