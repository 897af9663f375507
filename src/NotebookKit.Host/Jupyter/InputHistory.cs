using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Host.Jupyter.Messages;

namespace NotebookKit.Host.Jupyter;

/// <summary>What the user has run in this kernel, for <c>history_request</c>; kept in memory only.</summary>
internal sealed class InputHistory
{
    private const int Most = 10_000;
    private const int Session = 1;
    private readonly Lock gate = new();
    private readonly List<(int Line, string Source, string? Output)> entries = [];

    /// <summary>Remembers a cell.</summary>
    /// <param name="line">Its number.</param>
    /// <param name="source">Its text.</param>
    /// <param name="output">The plain form of its value, if it had one.</param>
    public void Add(int line, string source, string? output)
    {
        lock (gate)
        {
            if (entries.Count == Most)
            {
                entries.RemoveAt(0);
            }

            entries.Add((line, source, output));
        }
    }

    /// <summary>The entries that a request asks for: the tail, a range of lines, or those that fit a pattern.</summary>
    public JsonObject Answer(JupyterMessage request)
    {
        IEnumerable<(int Line, string Source, string? Output)> found;
        lock (gate)
        {
            found = [.. entries];
        }

        var count = Math.Max(0, request.Number("n") ?? Most);
        found = request.Text("hist_access_type") switch
        {
            "tail" => found.TakeLast(count),
            "range" => (request.Number("session") ?? 0) is 0 or Session
                ? found.Where(entry => entry.Line >= (request.Number("start") ?? 1) && entry.Line < (request.Number("stop") ?? int.MaxValue))
                : [],
            "search" => Search(found, request.Text("pattern"), request.Flag("unique", false)).TakeLast(count),
            _ => [],
        };
        var withOutput = request.Flag("output", false);
        return new JsonObject
        {
            ["status"] = "ok",
            ["history"] = new JsonArray([.. found.Select(entry => (JsonNode)new JsonArray(
                Session,
                entry.Line,
                withOutput ? new JsonArray(entry.Source, entry.Output) : (JsonNode)entry.Source))]),
        };
    }

    private static IEnumerable<(int Line, string Source, string? Output)> Search(IEnumerable<(int Line, string Source, string? Output)> entries, string pattern, bool isUnique)
    {
        // A pattern of the shell: * for any text, ? for any letter.
        var glob = new Regex(
            $"^{Regex.Escape(pattern.Length == 0 ? "*" : pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal)}$",
            RegexOptions.Singleline | RegexOptions.NonBacktracking);
        var fitting = entries.Where(entry => glob.IsMatch(entry.Source));
        return isUnique ? fitting.Reverse().DistinctBy(entry => entry.Source).Reverse() : fitting;
    }
}
