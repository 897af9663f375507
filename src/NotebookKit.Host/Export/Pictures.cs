using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Export;

/// <summary>Pictures of a markdown cell as data: URLs.</summary>
internal static class Pictures
{
    private const long Largest = 20 * 1024 * 1024;

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".svg"] = "image/svg+xml",
        [".webp"] = "image/webp",
    };

    /// <summary>A picture that the cell itself carries (<c>attachment:name</c>).</summary>
    public static string? Attached(string url, JsonObject? attachments)
    {
        const string scheme = "attachment:";
        if (!url.StartsWith(scheme, StringComparison.Ordinal)
            || attachments?[Uri.UnescapeDataString(url[scheme.Length..])] is not JsonObject forms)
        {
            return null;
        }

        var form = forms.FirstOrDefault(form => Types.ContainsValue(form.Key));
        return form.Key is null ? null : $"data:{form.Key};base64,{MultilineText.Join(form.Value).ReplaceLineEndings("")}";
    }

    /// <summary>A picture file in the notebook's folder or below it; a notebook from anyone must not read further up.</summary>
    public static string? Beside(string url, string folder)
    {
        if (!Types.TryGetValue(Path.GetExtension(url), out var type) || url.Contains(':', StringComparison.Ordinal))
        {
            return null;
        }

        var path = Path.GetFullPath(Uri.UnescapeDataString(url), folder);
        var file = new FileInfo(path);
        var isBelow = path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return isBelow && file.Exists && file.LinkTarget is null && file.Length <= Largest
            ? $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}"
            : null;
    }
}
