using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace NotebookKit.Host.Export;

/// <summary>A TeX formula as MathML, which browsers draw by themselves: no script, no font, no network.</summary>
/// <param name="MathML">The <c>math</c> element, with the TeX as its alternative text and as an annotation.</param>
/// <param name="Problems">What could not be understood; empty for a sound formula.</param>
public sealed record TexFormula(string MathML, IReadOnlyList<string> Problems)
{
    /// <summary>Longer formulas are shown as their source.</summary>
    public const int LongestSource = 10_000;

    /// <summary>Translates a formula; never throws: what is not understood is shown as its source, marked.</summary>
    /// <param name="source">The TeX between the dollar signs.</param>
    /// <param name="display">True for a formula on a line of its own.</param>
    public static TexFormula Render(string source, bool display)
    {
        ArgumentNullException.ThrowIfNull(source);
        var tex = Printable(source).Trim();
        if (tex.Length > LongestSource)
        {
            return Refuse($"{tex[..200]} …", display, $"the formula has {tex.Length:N0} characters; at most {LongestSource:N0} are drawn");
        }

        try
        {
            var parser = new TexParser(tex, display);
            var row = parser.ParseAll();
            var math = Frame(display, tex, new XElement("semantics", row, new XElement("annotation", new XAttribute("encoding", "application/x-tex"), tex)));
            return new TexFormula(math.ToString(SaveOptions.DisableFormatting), parser.Problems);
        }
        catch (TexException exception)
        {
            return Refuse(tex, display, exception.Message);
        }
    }

    private static TexFormula Refuse(string tex, bool display, string problem) =>
        new(Frame(display, tex, new XElement("mtext", new XAttribute("class", "tex-unknown"), new XAttribute("title", problem), tex)).ToString(SaveOptions.DisableFormatting), [problem]);

    private static XElement Frame(bool display, string tex, XElement content) =>
        new("math", new XAttribute("display", display ? "block" : "inline"), new XAttribute("alttext", tex), content);

    /// <summary>XML has no form for control characters and halves of letters.</summary>
    private static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                printable.Append(text[i]).Append(text[++i]);
            }
            else
            {
                printable.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
            }
        }

        return printable.ToString();
    }
}

/// <summary>A formula whose structure is broken: a brace without its partner, a command without its argument.</summary>
internal sealed class TexException(string message) : Exception(message);
