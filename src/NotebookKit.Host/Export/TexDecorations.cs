using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace NotebookKit.Host.Export;

/// <summary>What stands over, under and around: accents, lines, braces, boxes; and words within a formula.</summary>
internal sealed partial class TexParser
{
    private TexAtom? ParseDecoration(string name)
    {
        switch (name)
        {
            case "hat" or "widehat":
                return Accent(name, name == "hat" ? "^" : "\u02C6");
            case "tilde" or "widetilde":
                return Accent(name, name == "tilde" ? "~" : "\u02DC");
            case "vec":
                return Accent(name, "→");
            case "dot":
                return Accent(name, "˙");
            case "ddot":
                return Accent(name, "¨");
            case "check":
                return Accent(name, "ˇ");
            case "breve":
                return Accent(name, "˘");
            case "acute":
                return Accent(name, "´");
            case "grave":
                return Accent(name, "`");
            case "mathring":
                return Accent(name, "˚");
            case "bar":
                return Lined(name, "tex-bar");
            case "overline":
                return Lined(name, "tex-over");
            case "underline":
                return Lined(name, "tex-under");
            case "boxed" or "fbox":
                return Lined(name, "tex-box");
            case "cancel":
                return Lined(name, "tex-cancel");
            case "overbrace":
                return new TexAtom(Stretching("mover", name, "⏞"), TexKind.Ordinary, true);
            case "underbrace":
                return new TexAtom(Stretching("munder", name, "⏟"), TexKind.Ordinary, true);
            case "overrightarrow":
                return new TexAtom(Stretching("mover", name, "→"));
            case "overleftarrow":
                return new TexAtom(Stretching("mover", name, "←"));
            case "xrightarrow" or "xleftarrow":
                return LabelledArrow(name);
            case "stackrel" or "overset":
                var above = ParseScriptArgument(name);
                return new TexAtom(new XElement("mover", ParseArgument($"\\{name}"), new XElement("mrow", new XAttribute("class", "tex-above"), above)), TexKind.Relation);
            case "underset":
                var below = ParseScriptArgument(name);
                return new TexAtom(new XElement("munder", ParseArgument("\\underset"), below), TexKind.Ordinary);
            case "substack":
                return new TexAtom(Stack());
            case "hspace" or "hskip":
                return TexAtom.Room(Width(ReadBraced($"\\{name}")));
            default:
                return null;
        }
    }

    private TexAtom Accent(string name, string mark)
    {
        var content = ParseArgument($"\\{name}");
        var isWide = name.StartsWith("wide", StringComparison.Ordinal);
        return new TexAtom(new XElement("mover", new XAttribute("accent", "true"), content, new XElement("mo", new XAttribute("stretchy", isWide ? "true" : "false"), mark)));
    }

    /// <summary>Lines are borders: a border is as long as what it belongs to in every browser and font.</summary>
    private TexAtom Lined(string name, string style) =>
        new(new XElement("mrow", new XAttribute("class", style), ParseArgument($"\\{name}")));

    private XElement Stretching(string element, string name, string mark) =>
        new(element, ParseArgument($"\\{name}"), new XElement("mo", new XAttribute("stretchy", "true"), mark));

    private TexAtom LabelledArrow(string name)
    {
        var under = ReadOptional();
        var over = ParseScriptArgument(name);
        var arrow = new XElement("mo", new XAttribute("stretchy", "true"), name == "xrightarrow" ? "→" : "←");
        var label = new XElement("mrow", TexAtom.Room("0.5em").Element, over, TexAtom.Room("0.5em").Element);
        return new TexAtom(under is null ? new XElement("mover", arrow, label) : new XElement("munderover", arrow, new XElement("mtext", under), label), TexKind.Relation);
    }

    private XElement ParseScriptArgument(string name)
    {
        var outer = (isDisplay, isScript);
        (isDisplay, isScript) = (false, true);
        var argument = ParseArgument($"\\{name}");
        (isDisplay, isScript) = outer;
        return argument;
    }

    /// <summary>Words; a formula inside of them may stand between dollar signs again.</summary>
    private XElement Text(string name)
    {
        var pieces = ReadBraced($"\\{name}").Split('$');
        if (pieces.Length == 1)
        {
            return Words(pieces[0], name);
        }

        var row = new XElement("mrow");
        for (var i = 0; i < pieces.Length; i++)
        {
            if (i % 2 == 0)
            {
                row.Add(pieces[i].Length == 0 ? null : Words(pieces[i], name));
                continue;
            }

            var inner = new TexParser(pieces[i], false) { depth = depth + 1 };
            row.Add(inner.ParseAll());
            problems.AddRange(inner.Problems);
        }

        return row;
    }

    private static XElement Words(string text, string name)
    {
        var words = new XElement("mtext", PlainName(text).Replace(' ', '\u00A0').Replace('~', '\u00A0'));
        words.SetAttributeValue("class", name switch { "textbf" => "tex-bold", "textit" => "tex-italic", "texttt" => "tex-mono", _ => null });
        return words;
    }

    /// <summary>Text without the backslashes that only protect a sign.</summary>
    private static string PlainName(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
                plain.Append(text[i] is ',' or ';' or ':' or ' ' ? ' ' : text[i]);
            }
            else if (text[i] is not ('{' or '}'))
            {
                plain.Append(text[i] is '\n' or '\r' or '\t' ? ' ' : text[i]);
            }
        }

        return plain.ToString();
    }

    private static string Width(string text)
    {
        var number = text.Trim().TrimEnd("emxptuc".ToCharArray());
        var unit = text.Trim()[number.Length..];
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= 100 && unit is "em" or "ex" or "pt" or "cm" or "px"
            ? FormattableString.Invariant($"{value}{unit}")
            : throw new TexException($"{text} is not a width such as 1em");
    }
}
