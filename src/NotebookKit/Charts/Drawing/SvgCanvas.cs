using System.Security.Cryptography;
using System.Text;

namespace NotebookKit.Charts.Drawing;

/// <summary>Where a text is held.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>Collects the elements of one SVG and names it after its content.</summary>
internal sealed class SvgCanvas
{
    // Stands for the figure's name until all content is known; texts cannot contain it, as control characters are dropped.
    private const string Name = "\u0001";

    private readonly StringBuilder body = new();
    private int definitions;

    public void Open(string element) => body.Append('<').Append(element).Append('>');

    public void Close(string element) => body.Append("</").Append(element).Append('>');

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        body.Append($"<path class=\"{style}\" d=\"M{C(x1)} {C(y1)}L{C(x2)} {C(y2)}\"/>");

    /// <summary>A rectangle, with a tooltip if there is something to say.</summary>
    public void Rect(Box box, string attributes, string? tooltip = null)
    {
        body.Append($"<rect x=\"{C(box.Left)}\" y=\"{C(box.Top)}\" width=\"{C(box.Width)}\" height=\"{C(box.Height)}\" {attributes}");
        CloseWith("rect", tooltip);
    }

    public void Path(string data, string attributes, string? tooltip = null)
    {
        if (data.Length > 0)
        {
            body.Append($"<path d=\"{data}\" {attributes}");
            CloseWith("path", tooltip);
        }
    }

    public void Text(double x, double y, string text, string style, Anchor anchor = Anchor.Start, string? tooltip = null, double turn = 0, string? fill = null)
    {
        string held = anchor switch { Anchor.Middle => " text-anchor=\"middle\"", Anchor.End => " text-anchor=\"end\"", _ => "" };
        string turned = turn == 0 ? "" : $" transform=\"rotate({C(turn)} {C(x)} {C(y)})\"";
        // Style, not the attribute: a class would win over the attribute.
        string filled = fill is null ? "" : $" style=\"fill:{fill}\"";
        body.Append($"<text x=\"{C(x)}\" y=\"{C(y)}\" class=\"{style}\"{held}{turned}{filled}>{Escape(text)}");
        if (tooltip is not null && tooltip != text)
        {
            body.Append($"<title>{Escape(tooltip)}</title>");
        }

        body.Append("</text>");
    }

    /// <summary>Text cut to a width; what is cut can be read in the tooltip.</summary>
    public void TextWithin(double x, double y, string text, double width, double fontSize, string style, Anchor anchor = Anchor.Start, string? fill = null) =>
        Text(x, y, TextSize.Shorten(text, width, fontSize), style, anchor, text, fill: fill);

    /// <summary>A picture of pixels that stay sharp however large they are drawn.</summary>
    public void Image(Box box, byte[] png, string? tooltip = null)
    {
        body.Append($"<image x=\"{C(box.Left)}\" y=\"{C(box.Top)}\" width=\"{C(box.Width)}\" height=\"{C(box.Height)}\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"data:image/png;base64,{Convert.ToBase64String(png)}\"");
        CloseWith("image", tooltip);
    }

    /// <summary>Opens a group of which only the part inside the box is seen.</summary>
    public void OpenClipped(Box box)
    {
        string id = $"{Name}-{++definitions}";
        body.Append($"<clipPath id=\"{id}\">");
        Rect(box, "");
        body.Append($"</clipPath><g clip-path=\"url(#{id})\">");
    }

    /// <summary>A vertical band of colours, the first at the bottom.</summary>
    public void Gradient(Box box, IReadOnlyList<Color> colors)
    {
        string id = $"{Name}-{++definitions}";
        body.Append($"<linearGradient id=\"{id}\" x1=\"0\" y1=\"1\" x2=\"0\" y2=\"0\">");
        for (int i = 0; i < colors.Count; i++)
        {
            body.Append($"<stop offset=\"{C(100.0 * i / (colors.Count - 1))}%\" stop-color=\"{colors[i].Hex}\"/>");
        }

        body.Append("</linearGradient>");
        Rect(box, $"fill=\"url(#{id})\"");
    }

    /// <summary>The whole document; equal content gives equal bytes, different content different ids and class names.</summary>
    public string ToSvg(double width, double height, string title, string description)
    {
        // Both sizes belong to the content: they are part of the name as well.
        string content = $"{C(width)} {C(height)}<title id=\"{Name}-t\">{Escape(title)}</title><desc id=\"{Name}-d\">{Escape(description)}</desc>"
            + $"<rect class=\"paper\" width=\"{C(width)}\" height=\"{C(height)}\" rx=\"4\"/>{body}";
        string name = "nk" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..12];
        string inner = content[content.IndexOf('<')..].Replace(Name, name);
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{name}\" width=\"{C(width)}\" height=\"{C(height)}\" viewBox=\"0 0 {C(width)} {C(height)}\""
            + $" role=\"img\" aria-labelledby=\"{name}-t {name}-d\"><style>{SvgStyle.Sheet(name)}</style>{inner}</svg>";
    }

    /// <summary>Makes text safe inside elements and attributes; what XML does not allow is left out.</summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&': safe.Append("&amp;"); break;
                case '<': safe.Append("&lt;"); break;
                case '>': safe.Append("&gt;"); break;
                case '"': safe.Append("&quot;"); break;
                case '\t' or '\n' or '\r': safe.Append(' '); break;
                default:
                    bool allowed = !Rune.IsControl(rune) && rune.Value is not (0xFFFE or 0xFFFF);
                    safe.Append(allowed ? rune.ToString() : "");
                    break;
            }
        }

        return safe.ToString();
    }

    private static string C(double value) => NumberText.Coordinate(value);

    private void CloseWith(string element, string? tooltip)
    {
        if (tooltip is null)
        {
            body.Append("/>");
        }
        else
        {
            body.Append($"><title>{Escape(tooltip)}</title></{element}>");
        }
    }
}
