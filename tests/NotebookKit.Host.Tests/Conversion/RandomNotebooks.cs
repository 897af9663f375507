using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Tests.Conversion;

/// <summary>Notebooks that FsCheck draws: cells of every kind with odd text, unknown metadata, attachments and outputs.</summary>
internal static class RandomNotebooks
{
    private static readonly string[] Words = ["x", "var a = 1;", "# head", "\t", "\"", "\\", "😀", "ü", "#!time", "// note", "  ", "```", "\u0001", "é\u0301"];
    private static readonly string[] Keys = ["tags", "label", "other", "ä", "a b", "deep"];

    private static Gen<string> Line => Gen.Elements(Words).ListOf().Select(words => string.Join(' ', words.Take(4)));

    /// <summary>Some lines of text, with or without blank ones at the edges.</summary>
    public static Gen<string> Source => Line.ListOf().Select(lines => string.Join('\n', lines.Take(6)));

    private static Gen<JsonNode?> Json(int depth) => Gen.OneOf(
        Gen.Constant<JsonNode?>(null).Select(_ => (JsonNode?)null),
        Gen.Elements(0, 1, -7, 250).Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Elements(0.5, 1e-7, 12345.678).Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Elements(true, false).Select(truth => (JsonNode?)JsonValue.Create(truth)),
        Line.Select(text => (JsonNode?)JsonValue.Create(text)),
        depth == 0 ? Gen.Constant(0).Select(_ => (JsonNode?)new JsonArray()) : Object(depth - 1).Select(found => (JsonNode?)found),
        depth == 0 ? Gen.Constant(0).Select(_ => (JsonNode?)new JsonObject()) : Json(depth - 1).ListOf().Select(items => (JsonNode?)new JsonArray([.. items.Take(3).Select(item => item?.DeepClone())])));

    private static Gen<JsonObject> Object(int depth) =>
        (from key in Gen.Elements(Keys) from value in Json(depth) select (key, value)).ListOf().Select(entries =>
        {
            var found = new JsonObject();
            foreach (var (key, value) in entries.Take(3))
            {
                found[key == "tags" ? "labels" : key] = value?.DeepClone();
            }

            return found;
        });

    private static Gen<JsonObject> Output => Gen.OneOf(
        Line.Select(text => new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = text }),
        Line.Select(text => new JsonObject { ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] = new JsonObject { ["text/plain"] = text, ["application/json"] = new JsonObject { ["a"] = 1 } } }),
        Line.Select(text => new JsonObject { ["output_type"] = "error", ["ename"] = "E", ["evalue"] = text, ["traceback"] = new JsonArray(text) }));

    private static Gen<NotebookCell> Cell =>
        from kind in Gen.Elements("code", "code", "markdown", "raw")
        from source in Source
        from metadata in Object(2)
        from outputs in Output.ListOf()
        from isAttached in Gen.Elements(true, false)
        select Make(kind, source, metadata, outputs.Take(2), isAttached);

    /// <summary>Whole notebooks.</summary>
    public static Gen<NotebookDocument> Documents =>
        from cells in Cell.ListOf()
        from metadata in Object(2)
        select Make(cells.Take(6), metadata);

    /// <summary>Checks a property of a hundred drawn values, the same ones each time.</summary>
    public static void Holds<T>(Gen<T> cases, Func<T, bool> property, int count = 100) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(new Replay(new Rnd(17, 41), null)), Prop.ForAll(Arb.From(cases), property));

    private static NotebookCell Make(string kind, string source, JsonObject metadata, IEnumerable<JsonObject> outputs, bool isAttached)
    {
        var cell = kind == "code" ? NotebookCell.Code(source) : NotebookCell.Markdown(source);
        cell.Json["cell_type"] = kind;
        cell.Json["metadata"] = metadata.DeepClone();
        if (kind == "code")
        {
            cell.Json["outputs"] = new JsonArray([.. outputs.Select(output => output.DeepClone())]);
        }
        else if (isAttached)
        {
            cell.Json["attachments"] = new JsonObject { ["a.png"] = new JsonObject { ["image/png"] = "AAAA" } };
        }

        return cell;
    }

    private static NotebookDocument Make(IEnumerable<NotebookCell> cells, JsonObject metadata)
    {
        var document = NotebookDocument.Empty();
        foreach (var (key, value) in metadata)
        {
            document.Metadata[key] = value?.DeepClone();
        }

        foreach (var cell in cells)
        {
            document.Add(new NotebookCell((JsonObject)cell.Json.DeepClone()) { Json = { ["id"] = CellId.New() } });
        }

        return document;
    }
}
