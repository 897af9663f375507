using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Running.Checking;

/// <summary>A cell whose outputs are not the stored ones.</summary>
/// <param name="Cell">The cell, counted from 1 over all cells.</param>
/// <param name="Message">What differs.</param>
public sealed record OutputDifference(int Cell, string Message)
{
    /// <summary>The difference as one line.</summary>
    public override string ToString() => Cell == 0 ? Message : $"cell {Cell}: {Message}";
}

/// <summary>Compares the outputs that a notebook stores with those of a fresh run.</summary>
/// <remarks>
/// Times and dates are masked. Where both runs used the same variant of the kernels all else must be equal; otherwise
/// numbers, those in pictures too, may differ by a relative tolerance. Cells tagged <c>varies</c> and cells that
/// measure time are only asked to show outputs of the same kinds.
/// </remarks>
public static class OutputCheck
{
    /// <summary>The tag of a cell whose outputs differ each time.</summary>
    public const string VariesTag = "varies";

    /// <summary>How far numbers may be apart across kernel variants, relative to their size.</summary>
    public const double DefaultTolerance = 1e-3;

    private static readonly string[] Measuring = ["#!time", "#!profile", "#!bench", "#!benchmark"];
    private static readonly string[] Pixels = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    /// <summary>What differs, cell by cell; empty when the run confirms what is stored.</summary>
    /// <param name="stored">The notebook with its stored outputs.</param>
    /// <param name="fresh">The same after a fresh run.</param>
    /// <param name="tolerance">For numbers when the kernel variants differ.</param>
    public static IReadOnlyList<OutputDifference> Compare(NotebookDocument stored, NotebookDocument fresh, double tolerance = DefaultTolerance)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(fresh);
        if (stored.Cells.All(cell => cell.Outputs.Count == 0))
        {
            return [new OutputDifference(0, "the notebook stores no outputs to compare with; run it and keep what nbkit run writes.")];
        }

        var allowed = KernelName.Read(stored) == KernelName.Read(fresh) && KernelName.Read(fresh) is not null ? 0 : tolerance;
        var now = fresh.Cells.ToDictionary(cell => cell.Id, StringComparer.Ordinal);
        var found = new List<OutputDifference>();
        for (var i = 0; i < stored.Cells.Count; i++)
        {
            var cell = stored.Cells[i];
            if (cell.Kind == CellKind.Code && now.TryGetValue(cell.Id, out var other) && Cell(cell, other, allowed) is { } message)
            {
                found.Add(new OutputDifference(i + 1, message));
            }
        }

        return found;
    }

    private static string? Cell(NotebookCell stored, NotebookCell fresh, double tolerance)
    {
        var before = stored.Outputs.OfType<JsonObject>().ToArray();
        var after = fresh.Outputs.OfType<JsonObject>().ToArray();
        if (!before.Select(TypeOf).SequenceEqual(after.Select(TypeOf)))
        {
            return $"it showed {Named(before)} and shows {Named(after)}";
        }

        if (stored.HasTag(VariesTag) || Measuring.Any(magic => stored.Source.Contains(magic, StringComparison.Ordinal)))
        {
            return null;
        }

        for (var i = 0; i < before.Length; i++)
        {
            if (Output(before[i], after[i], tolerance) is { } message)
            {
                return before.Length == 1 ? message : $"output {i + 1}: {message}";
            }
        }

        return null;
    }

    private static string Named(JsonObject[] outputs) =>
        outputs.Length == 0 ? "nothing" : string.Join(", ", outputs.Select(TypeOf));

    private static string TypeOf(JsonObject output) => MultilineText.Join(output["output_type"]) is var type && type == "stream" ? MultilineText.Join(output["name"]) : type;

    private static string? Output(JsonObject stored, JsonObject fresh, double tolerance)
    {
        switch (MultilineText.Join(stored["output_type"]))
        {
            case "stream":
                return OutputText.Difference(MultilineText.Join(stored["text"]), MultilineText.Join(fresh["text"]), tolerance);
            case "error":
                return OutputText.Difference($"{MultilineText.Join(stored["ename"])}: {MultilineText.Join(stored["evalue"])}", $"{MultilineText.Join(fresh["ename"])}: {MultilineText.Join(fresh["evalue"])}", tolerance);
            default:
                var before = stored["data"] as JsonObject ?? [];
                var after = fresh["data"] as JsonObject ?? [];
                string[] forms = [.. before.Select(form => form.Key).Order(StringComparer.Ordinal)];
                return !forms.SequenceEqual(after.Select(form => form.Key).Order(StringComparer.Ordinal))
                    ? $"its forms were {string.Join(", ", forms)} and are {string.Join(", ", after.Select(form => form.Key))}"
                    : forms.Select(form => Form(form, before[form], after[form], tolerance)).FirstOrDefault(message => message is not null);
        }
    }

    private static string? Form(string form, JsonNode? stored, JsonNode? fresh, double tolerance)
    {
        if (Pixels.Contains(form))
        {
            // Pixels of another variant have no numbers that could be compared one by one.
            return tolerance == 0 && MultilineText.Join(stored) != MultilineText.Join(fresh) ? $"{form}: the picture is another" : null;
        }

        var message = MultilineText.IsText(stored) && MultilineText.IsText(fresh)
            ? OutputText.Difference(MultilineText.Join(stored), MultilineText.Join(fresh), tolerance)
            : OutputText.Difference(Sorted(stored), Sorted(fresh), tolerance);
        return message is null ? null : $"{form}: {message}";
    }

    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject owner => $"{{{string.Join(", ", owner.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {Sorted(entry.Value)}"))}}}",
        JsonArray list => $"[{string.Join(", ", list.Select(Sorted))}]",
        _ => node?.ToJsonString() ?? "null",
    };
}
