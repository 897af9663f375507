using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Running;

/// <summary>The results of a run for other programs.</summary>
public static class RunReports
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a list of objects: notebook, status, seconds, error, cell, out.</summary>
    public static void WriteJson(string path, IEnumerable<NotebookResult> results)
    {
        var list = new JsonArray([.. results.Select(result => (JsonNode)new JsonObject
        {
            ["notebook"] = result.Notebook,
            ["status"] = StatusName(result),
            ["seconds"] = Math.Round(result.Seconds, 3),
            ["error"] = result.Error,
            ["cell"] = result.Cell,
            ["out"] = result.Out,
            ["unchanged"] = result.IsUnchanged,
            ["differences"] = new JsonArray([.. result.Differences.Select(difference => (JsonNode)difference.ToString())]),
        })]);
        AtomicFile.WriteText(path, list.ToJsonString(Indented) + "\n");
    }

    /// <summary>Reads how long each notebook took from what <see cref="WriteJson"/> has written.</summary>
    /// <exception cref="InvalidDataException">The file is no such report.</exception>
    public static IReadOnlyDictionary<string, double> ReadSeconds(string path)
    {
        try
        {
            var seconds = new Dictionary<string, double>(StringComparer.Ordinal);
            foreach (var result in JsonNode.Parse(File.ReadAllText(path)) as JsonArray ?? throw new InvalidDataException($"{path}: not the --json file of a run."))
            {
                if (result?["notebook"] is JsonValue name && result["seconds"] is JsonValue time)
                {
                    seconds[name.GetValue<string>()] = time.GetValue<double>();
                }
            }

            return seconds;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path}: not the --json file of a run: {exception.Message}", exception);
        }
    }

    /// <summary>Writes JUnit's XML, one test case a notebook: a failed cell is a failure, all else an error.</summary>
    public static void WriteJUnit(string path, IReadOnlyCollection<NotebookResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var suite = new XElement(
            "testsuite",
            new XAttribute("name", "nbkit run"),
            new XAttribute("tests", results.Count),
            new XAttribute("failures", results.Count(result => result.Status == RunStatus.Failed)),
            new XAttribute("errors", results.Count(result => result.Status is RunStatus.Timeout or RunStatus.Unreadable)),
            new XAttribute("time", Seconds(results.Sum(result => result.Seconds))),
            results.Select(TestCase));
        AtomicFile.WriteText(path, new XDocument(new XElement("testsuites", suite)) + "\n");
    }

    private static XElement TestCase(NotebookResult result)
    {
        var element = new XElement(
            "testcase",
            new XAttribute("classname", "notebooks"),
            new XAttribute("name", Printable(result.Notebook)),
            new XAttribute("time", Seconds(result.Seconds)));
        if (result.Status != RunStatus.Ok)
        {
            var error = Printable(result.Error ?? "");
            element.Add(new XElement(
                result.Status == RunStatus.Failed ? "failure" : "error",
                new XAttribute("type", StatusName(result)),
                new XAttribute("message", error),
                error));
        }

        return element;
    }

    /// <summary>XML has no form for control characters, not even escaped.</summary>
    private static string Printable(string text) =>
        string.Concat(text.Select(letter => System.Xml.XmlConvert.IsXmlChar(letter) ? letter : '\uFFFD'));

    private static string StatusName(NotebookResult result) => result.Status.ToString().ToLowerInvariant();

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);
}
