using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Site;

/// <summary>The index of a site's search: one script, so that it works from a disk as well as from a server.</summary>
internal static partial class SiteSearch
{
    private const int LongestText = 4000;

    /// <summary>The script: it hands <c>{u, t, h, x}</c> (address, title, heading, text) of each section to the search.</summary>
    public static string Script(IEnumerable<SitePage> pages)
    {
        var entries = new JsonArray();
        foreach (var page in pages)
        {
            foreach (var (anchor, heading, text) in page.Sections)
            {
                var words = Blanks().Replace(text, " ").Trim();
                if (heading.Length == 0 && words.Length == 0)
                {
                    continue;
                }

                entries.Add((JsonNode)new JsonObject
                {
                    ["u"] = anchor.Length == 0 ? page.Address : $"{page.Address}#{anchor}",
                    ["t"] = page.Title,
                    ["h"] = heading == page.Title ? "" : heading,
                    ["x"] = words.Length > LongestText ? words[..LongestText] : words,
                });
            }
        }

        return $"window.nbkitSearchIndex={entries.ToJsonString(new() { Encoder = new PlainTextEncoder() }).Replace("\u2028", " ", StringComparison.Ordinal)};\n";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
