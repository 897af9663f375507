using System.Xml.Linq;

namespace NotebookKit.Host.Export;

/// <summary>The commands with arguments: fractions, roots, accents, alphabets, brackets.</summary>
internal sealed partial class TexParser
{
    private TexAtom? ParseCommand(string name)
    {
        if (TexSymbols.TryGet(name, out var sign))
        {
            return Symbol(name, sign);
        }

        switch (name)
        {
            case "frac" or "dfrac" or "tfrac" or "cfrac" or "binom":
                return new TexAtom(Fraction(name));
            case "sqrt":
                return new TexAtom(Root());
            case "left":
                return new TexAtom(Fence());
            case "right":
                throw new TexException("\\right has no \\left before it");
            case "middle":
                return TexAtom.Operator(ReadDelimiter("\\middle"), TexKind.Relation);
            case "begin":
                return new TexAtom(Environment(ReadBraced("\\begin").Trim()));
            case "end":
                throw new TexException("\\end has no \\begin before it");
            case "text" or "textrm" or "textbf" or "textit" or "texttt" or "textsf" or "mbox":
                return new TexAtom(Text(name));
            case "operatorname":
                var takesLimits = Peek('*');
                position += takesLimits ? 1 : 0;
                return new TexAtom(new XElement("mi", new XAttribute("mathvariant", "normal"), PlainName(ReadBraced("\\operatorname"))), TexKind.Function, takesLimits);
            case "mathbf" or "mathcal" or "mathbb" or "mathfrak" or "mathscr" or "mathsf" or "mathtt" or "mathit" or "mathrm" or "boldsymbol" or "bm":
                return new TexAtom(InAlphabet(name));
            case "not":
                return Negated();
            case "tag":
                return new TexAtom(new XElement("mrow", TexAtom.Room("2em").Element, new XElement("mtext", $"({ReadBraced("\\tag")})")));
            case "label":
                ReadBraced("\\label");
                return null;
            case "nonumber" or "notag":
                return null;
            case "displaystyle" or "textstyle" or "scriptstyle":
                return StyledRest(name);
            case "phantom":
                return new TexAtom(new XElement("mphantom", ParseArgument("\\phantom")));
            case "bmod":
                return TexAtom.Operator("mod", TexKind.Binary);
            case "pmod":
                return new TexAtom(new XElement("mrow", TexAtom.Room("1em").Element, TexAtom.Tight("(", TexKind.Open).Element, new XElement("mi", "mod"), TexAtom.Room("0.333em").Element, ParseArgument("\\pmod"), TexAtom.Tight(")", TexKind.Close).Element));
            case "mathop" or "mathrel" or "mathbin" or "mathord":
                return new TexAtom(ParseArgument($"\\{name}"), name switch { "mathop" => TexKind.Function, "mathrel" => TexKind.Relation, "mathbin" => TexKind.Binary, _ => TexKind.Ordinary }, name == "mathop");
        }

        return Spaces.TryGetValue(name, out var width) ? TexAtom.Room(width)
            : Escapes.Contains(name) ? new TexAtom(new XElement("mi", new XAttribute("mathvariant", "normal"), name))
            : BigSize(name) is { } size ? Big(name, size)
            : ParseDecoration(name) ?? NotKnown(name);
    }

    private static readonly Dictionary<string, string> Spaces = new()
    {
        [","] = "0.167em",
        ["thinspace"] = "0.167em",
        [":"] = "0.222em",
        [">"] = "0.222em",
        [";"] = "0.278em",
        ["!"] = "-0.167em",
        [" "] = "0.333em",
        ["\n"] = "0.333em",
        ["space"] = "0.333em",
        ["enspace"] = "0.5em",
        ["quad"] = "1em",
        ["qquad"] = "2em",
    };

    private static readonly HashSet<string> Escapes = ["%", "$", "#", "&", "_"];

    private TexAtom Symbol(string name, (string Text, TexKind Kind) sign)
    {
        switch (sign.Kind)
        {
            case TexKind.Function:
                var function = new TexAtom(new XElement("mi", sign.Text), TexKind.Function, TexSymbols.TakesLimits(name));

                // \arg\max is one operator: what stands below it stands below both words.
                return name == "arg" && (TryCommand("max") || TryCommand("min"))
                    ? new TexAtom(new XElement("mi", $"arg\u202F{tex[(position - 3)..position]}"), TexKind.Function, true)
                    : function;
            case TexKind.Large:
                return new TexAtom(new XElement("mo", sign.Text), TexKind.Large, TexSymbols.TakesLimits(name));
            case TexKind.Open or TexKind.Close:
                return TexAtom.Tight(sign.Text, sign.Kind);
            case TexKind.Binary or TexKind.Relation:
                return TexAtom.Operator(sign.Text, sign.Kind);
        }

        if (name is "vert" or "Vert" or "|")
        {
            return TexAtom.Tight(sign.Text, TexKind.Ordinary);
        }

        if (name is "infty" or "ldots" or "cdots" or "dots" or "vdots" or "ddots" or "forall" or "exists" or "neg" || !char.IsLetter(sign.Text, 0))
        {
            return new TexAtom(new XElement("mi", new XAttribute("mathvariant", "normal"), TexAlphabet.Map(sign.Text, alphabet)));
        }

        return Letter(sign.Text);
    }

    private TexAtom NotKnown(string name)
    {
        problems.Add($"\\{name} is not known");
        return new TexAtom(Unknown($"\\{name}"));
    }

    private XElement Fraction(string name)
    {
        var outer = isDisplay;
        isDisplay = name is "dfrac" or "cfrac";
        var above = ParseArgument($"\\{name}");
        var below = ParseArgument($"\\{name}");
        isDisplay = outer;
        var fraction = new XElement("mfrac", above, below);
        if (name is "dfrac" or "tfrac" or "cfrac")
        {
            return new XElement("mstyle", new XAttribute("displaystyle", name == "tfrac" ? "false" : "true"), new XAttribute("scriptlevel", "0"), fraction);
        }

        if (name != "binom")
        {
            return fraction;
        }

        fraction.SetAttributeValue("linethickness", "0");
        return new XElement("mrow", new XElement("mo", "("), fraction, new XElement("mo", ")"));
    }

    private XElement Root()
    {
        SkipSpace();
        if (!Peek('['))
        {
            return new XElement("msqrt", ParseArgument("\\sqrt"));
        }

        position++;
        var index = ParseRow(() => Peek(']'));
        position++;
        return new XElement("mroot", ParseArgument("\\sqrt"), index);
    }

    private XElement Fence()
    {
        var open = ReadDelimiter("\\left");
        var content = ParseRow(() => AtCommand("right"));
        position += "\\right".Length;
        var close = ReadDelimiter("\\right");
        return new XElement("mrow", Stretched(open, "prefix"), content, Stretched(close, "postfix"));
    }

    private static XElement? Stretched(string delimiter, string form) => delimiter.Length == 0 ? null
        : new XElement("mo", new XAttribute("form", form), new XAttribute("stretchy", "true"), new XAttribute("fence", "true"), new XAttribute("lspace", "0"), new XAttribute("rspace", "0"), delimiter);

    private XElement InAlphabet(string name)
    {
        SkipSpace();
        var outer = alphabet;
        alphabet = name == "mathit" ? "" : name;
        if (Peek('{') && name is "mathrm" or "mathit")
        {
            // \mathrm{softmax} is one word, not seven letters.
            var start = position;
            var word = ReadBraced($"\\{name}");
            if (word.Length > 1 && word.All(char.IsLetter))
            {
                alphabet = outer;
                return new XElement("mi", word);
            }

            position = start;
        }

        var content = ParseArgument($"\\{name}");
        alphabet = outer;
        return content;
    }

    // Signs and their crossed-out forms; others get a stroke over them.
    private const string Negations = "=≠∈∉∋∌⊂⊄⊃⊅⊆⊈⊇⊉≡≢∼≁≃≄≅≇≈≉<≮>≯≤≰≥≱∣∤∥∦∃∄→↛⇒⇏⇔⇎";

    private TexAtom Negated()
    {
        SkipSpace();
        var atom = AtEnd ? throw new TexException("\\not has nothing to work on") : ParseAtom() ?? throw new TexException("\\not has nothing to work on");
        var sign = atom.Element.Value;
        var at = Negations.IndexOf(sign, StringComparison.Ordinal);
        atom.Element.Value = sign.Length == 1 && at >= 0 && at % 2 == 0 ? Negations[at + 1].ToString() : $"{sign}\u0338";
        return atom;
    }

    private TexAtom StyledRest(string name)
    {
        var outer = isDisplay;
        isDisplay = name == "displaystyle";
        var rest = ParseRow(() => AtEnd || Peek('}') || Peek('&') || AtCommand("\\") || AtCommand("right") || AtCommand("end"));
        isDisplay = outer;
        return new TexAtom(new XElement("mstyle", new XAttribute("displaystyle", name == "displaystyle" ? "true" : "false"), new XAttribute("scriptlevel", name == "scriptstyle" ? "1" : "0"), rest));
    }

    private static string? BigSize(string name) => name.TrimEnd('l', 'r', 'm') switch
    {
        "big" => "1.2em",
        "Big" => "1.8em",
        "bigg" => "2.4em",
        "Bigg" => "3em",
        _ => null,
    };

    private TexAtom Big(string name, string size)
    {
        var delimiter = ReadDelimiter($"\\{name}");
        return new TexAtom(
            // The empty letter keeps browsers from taking sign and script for one operator, which they would not stretch.
            new XElement("mrow", new XElement("mo", new XAttribute("stretchy", "true"), new XAttribute("symmetric", "true"), new XAttribute("minsize", size), new XAttribute("maxsize", size), new XAttribute("lspace", "0"), new XAttribute("rspace", "0"), delimiter), new XElement("mi")),
            name[^1] switch { 'l' => TexKind.Open, 'r' => TexKind.Close, _ => TexKind.Ordinary });
    }
}
