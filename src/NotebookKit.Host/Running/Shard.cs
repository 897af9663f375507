using System.Globalization;
using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Running;

/// <summary>One of several equal parts of a run, for the jobs of a CI matrix or of a job array.</summary>
/// <param name="Number">This part, from 1.</param>
/// <param name="Count">How many parts there are.</param>
/// <remarks>
/// Every job computes the same split, from the notebooks alone and a file that all jobs have: the longest notebook first,
/// each to the part with the least to do. Each notebook is in exactly one part.
/// </remarks>
public sealed record Shard(int Number, int Count)
{
    /// <summary>Reads <c>2/5</c>.</summary>
    /// <exception cref="ArgumentException">The text is no part of a whole.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is [var number, var count]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            && i >= 1 && i <= n && n <= 10_000
                ? new Shard(i, n)
                : throw new ArgumentException($"--shard {text}: write i/n with i from 1 to n, as in --shard 2/5.");
    }

    /// <summary>The notebooks of this part, in their order.</summary>
    /// <param name="notebooks">All notebooks.</param>
    /// <param name="seconds">How long a notebook takes; null where nobody knows.</param>
    public IReadOnlyList<NotebookFile> Of(IReadOnlyList<NotebookFile> notebooks, Func<NotebookFile, double?> seconds)
    {
        ArgumentNullException.ThrowIfNull(notebooks);
        ArgumentNullException.ThrowIfNull(seconds);
        var times = notebooks.ToDictionary(notebook => notebook, seconds);
        double[] known = [.. times.Values.OfType<double>().Order()];
        var usual = known.Length > 0 ? known[known.Length / 2] : 1;
        var loads = new double[Count];
        var mine = new HashSet<NotebookFile>();
        foreach (var notebook in notebooks.OrderByDescending(notebook => times[notebook] ?? usual).ThenBy(notebook => notebook.Name, StringComparer.Ordinal))
        {
            var lightest = Array.IndexOf(loads, loads.Min());
            loads[lightest] += Math.Max(0.001, times[notebook] ?? usual);
            if (lightest == Number - 1)
            {
                mine.Add(notebook);
            }
        }

        return [.. notebooks.Where(mine.Contains)];
    }

    /// <summary>How long the notebook took when its stored outputs were made, from the times of its cells.</summary>
    public static double? StoredSeconds(NotebookFile notebook)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        try
        {
            double? sum = null;
            foreach (var times in NotebookDocument.Load(notebook.Path).Cells.Select(cell => cell.Metadata["execution"]).OfType<JsonObject>())
            {
                if (Time(times["iopub.status.busy"]) is { } start && Time(times["iopub.status.idle"]) is { } end && end >= start)
                {
                    sum = (sum ?? 0) + (end - start).TotalSeconds;
                }
            }

            return sum;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // The run itself will say what is wrong with the file.
            return null;
        }
    }

    private static DateTime? Time(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text) && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
