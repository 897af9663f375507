using System.Text;
using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Export;

/// <summary>A notebook as markdown: its text as it is, code in fences, pictures as files beside it or within it.</summary>
public static class MarkdownExport
{
    private static readonly Dictionary<string, string> Extensions = new()
    {
        ["image/svg+xml"] = ".svg",
        ["image/png"] = ".png",
        ["image/jpeg"] = ".jpg",
        ["image/gif"] = ".gif",
        ["image/webp"] = ".webp",
    };

    /// <summary>Renders the notebook.</summary>
    /// <param name="document">The notebook with its outputs.</param>
    /// <param name="pictureFolder">The folder beside the markdown file that its pictures go to, as a link names it; null puts them into the text as data.</param>
    /// <returns>The markdown, and the pictures by the path that it links to.</returns>
    public static (string Text, IReadOnlyDictionary<string, byte[]> Pictures) Render(NotebookDocument document, string? pictureFolder)
    {
        ArgumentNullException.ThrowIfNull(document);
        var pictures = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var text = new StringBuilder();
        for (var i = 0; i < document.Cells.Count; i++)
        {
            var cell = document.Cells[i];
            var names = new PictureNames(pictureFolder, i + 1, pictures);
            switch (cell.Kind)
            {
                case CellKind.Markdown when !cell.IsBlank:
                    text.Append(WithAttachments(cell, names).Trim()).Append("\n\n");
                    break;
                case CellKind.Code when !cell.IsBlank || cell.Outputs.Count > 0:
                    var language = CellLanguage.Of(document, cell);
                    Fence(text, cell.Source.TrimEnd(), language);
                    foreach (var output in cell.Outputs.OfType<JsonObject>())
                    {
                        Output(text, output, names);
                    }

                    break;
                case CellKind.Raw when !cell.IsBlank:
                    text.Append(cell.Source.Trim()).Append("\n\n");
                    break;
            }
        }

        return ($"{text.ToString().TrimEnd()}\n", pictures);
    }

    private static void Output(StringBuilder text, JsonObject output, PictureNames names)
    {
        switch (MultilineText.Join(output["output_type"]))
        {
            case "stream":
                Fence(text, HtmlOutputs.PlainText(MultilineText.Join(output["text"])), "text");
                break;
            case "error":
                Fence(text, HtmlOutputs.PlainText(HtmlOutputs.ErrorText(output)), "text");
                break;
            default:
                Data(text, output["data"] as JsonObject ?? [], names);
                break;
        }
    }

    private static void Data(StringBuilder text, JsonObject data, PictureNames names)
    {
        var plain = MultilineText.Join(data["text/plain"]);
        if (Extensions.Keys.FirstOrDefault(data.ContainsKey) is { } type && names.Add(type, MultilineText.Join(data[type])) is { } link)
        {
            text.Append("![").Append(Label(plain)).Append("](").Append(link).Append(")\n\n");
        }
        else if (data.ContainsKey("text/markdown"))
        {
            text.Append(MultilineText.Join(data["text/markdown"]).Trim()).Append("\n\n");
        }
        else if (data.ContainsKey("text/latex"))
        {
            text.Append("$$\n").Append(MultilineText.Join(data["text/latex"]).Trim().Trim('$').Trim()).Append("\n$$\n\n");
        }
        else if (HtmlOutputs.PlainText(plain.Length > 0 ? plain : OtherForms.Words(data)) is { Length: > 0 } words)
        {
            Fence(text, words, "text");
        }
    }

    /// <summary>A fence longer than any within the text, so that the text cannot end it.</summary>
    private static void Fence(StringBuilder text, string content, string language)
    {
        var longest = 2;
        var run = 0;
        foreach (var letter in content)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        var fence = new string('`', longest + 1);
        text.Append(fence).Append(language).Append('\n').Append(content).Append('\n').Append(fence).Append("\n\n");
    }

    private static string WithAttachments(NotebookCell cell, PictureNames names)
    {
        var source = cell.Source;
        foreach (var (name, forms) in cell.Json["attachments"] as JsonObject ?? [])
        {
            var type = Extensions.Keys.FirstOrDefault(type => (forms as JsonObject)?.ContainsKey(type) == true);
            if (type is not null && names.Add(type, MultilineText.Join(forms![type])) is { } link)
            {
                source = source.Replace($"](attachment:{name})", $"]({link})", StringComparison.Ordinal);
            }
        }

        return source;
    }

    /// <summary>The first line of the plain form, without what would end a link.</summary>
    private static string Label(string plain)
    {
        var line = plain.Split('\n', 2)[0].Trim().Replace("[", "(", StringComparison.Ordinal).Replace("]", ")", StringComparison.Ordinal);
        return line.Length == 0 ? "output" : line.Length > 120 ? line[..120] : line;
    }

    private sealed class PictureNames(string? folder, int cell, Dictionary<string, byte[]> pictures)
    {
        private int count;

        /// <summary>The link to a picture; null when its bytes cannot be read.</summary>
        public string? Add(string type, string content)
        {
            byte[] bytes;
            try
            {
                bytes = type == "image/svg+xml" ? Encoding.UTF8.GetBytes(content) : Convert.FromBase64String(content.ReplaceLineEndings(""));
            }
            catch (FormatException)
            {
                return null;
            }

            if (folder is null)
            {
                return $"data:{type};base64,{Convert.ToBase64String(bytes)}";
            }

            var name = $"{folder}/cell-{cell:00}-{++count}{Extensions[type]}";
            pictures[name] = bytes;
            return Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal);
        }
    }
}
