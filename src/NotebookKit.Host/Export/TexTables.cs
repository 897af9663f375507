using System.Xml.Linq;

namespace NotebookKit.Host.Export;

/// <summary>Environments: matrices, cases, aligned lines.</summary>
internal sealed partial class TexParser
{
    private static readonly Dictionary<string, (string Open, string Close, string Style)> Environments = new()
    {
        ["matrix"] = ("", "", ""),
        ["smallmatrix"] = ("", "", ""),
        ["pmatrix"] = ("(", ")", ""),
        ["bmatrix"] = ("[", "]", ""),
        ["Bmatrix"] = ("{", "}", ""),
        ["vmatrix"] = ("|", "|", ""),
        ["Vmatrix"] = ("‖", "‖", ""),
        ["cases"] = ("{", "", "tex-cases"),
        ["rcases"] = ("", "}", "tex-cases"),
        ["dcases"] = ("{", "", "tex-cases"),
        ["array"] = ("", "", ""),
        ["aligned"] = ("", "", "tex-align"),
        ["align"] = ("", "", "tex-align"),
        ["alignedat"] = ("", "", "tex-align"),
        ["split"] = ("", "", "tex-align"),
        ["eqnarray"] = ("", "", "tex-align"),
        ["gather"] = ("", "", "tex-gather"),
        ["gathered"] = ("", "", "tex-gather"),
        ["equation"] = ("", "", "tex-gather"),
    };

    private XElement Environment(string name)
    {
        if (!Environments.TryGetValue(name.TrimEnd('*'), out var environment))
        {
            throw new TexException($"\\begin{{{name}}}: this environment is not known; known are {string.Join(", ", Environments.Keys)}");
        }

        var columns = name is "array" or "alignedat" ? ReadBraced($"\\begin{{{name}}}") : "";
        ReadOptional();
        var outer = isDisplay;
        isDisplay = environment.Style is "tex-align" or "tex-gather" || name == "dcases";
        var table = ReadRows($"end of {name}", () => AtCommand("end"));
        var isShown = isDisplay;
        isDisplay = outer;
        position += "\\end".Length;
        var end = ReadBraced("\\end").Trim();
        if (end != name)
        {
            throw new TexException($"\\begin{{{name}}} is closed by \\end{{{end}}}");
        }

        if (environment.Style.Length > 0)
        {
            table.SetAttributeValue("class", environment.Style);
        }

        if (isShown)
        {
            table.SetAttributeValue("displaystyle", "true");
        }

        if (name == "array")
        {
            AlignColumns(table, columns);
        }

        return new XElement("mrow", Stretched(environment.Open, "prefix"), table, Stretched(environment.Close, "postfix"));
    }

    private XElement Stack()
    {
        SkipSpace();
        if (!Peek('{'))
        {
            throw new TexException("\\substack needs an argument in braces");
        }

        position++;
        var table = ReadRows("}", () => Peek('}'));
        position++;
        table.SetAttributeValue("class", "tex-stack");
        return table;
    }

    /// <summary>Cells between &amp; and lines between \\ up to the end, which stays unread.</summary>
    private XElement ReadRows(string end, Func<bool> isEnd)
    {
        var table = new XElement("mtable");
        var row = new XElement("mtr");
        while (true)
        {
            while (TryCommand("hline"))
            {
                SkipSpace();
            }

            var cell = ParseRow(() => AtEnd || Peek('&') || AtCommand("\\") || AtCommand("cr") || isEnd());
            row.Add(new XElement("mtd", cell));
            if (AtEnd)
            {
                throw new TexException($"the formula ends before {end}");
            }

            if (Peek('&'))
            {
                position++;
                continue;
            }

            var isLast = isEnd();
            var isBlank = row.Elements().All(element => element.Element("mrow") is { IsEmpty: true });
            if (!isLast || !isBlank)
            {
                table.Add(row);
                row = new XElement("mtr");
            }

            if (isLast)
            {
                return table;
            }

            ReadCommand();
            if (Peek('['))
            {
                // \\[2pt] asks for room; a page has its own.
                ReadOptional();
            }

            SkipSpace();
        }
    }

    private static void AlignColumns(XElement table, string columns)
    {
        var styles = new List<string>();
        var rule = "";
        foreach (var letter in columns)
        {
            switch (letter)
            {
                case '|':
                    rule = " tex-rule";
                    break;
                case 'l' or 'c' or 'r':
                    styles.Add($"tex-{letter}{rule}");
                    rule = "";
                    break;
            }
        }

        foreach (var (cell, style) in table.Elements().SelectMany(row => row.Elements().Zip(styles)))
        {
            cell.SetAttributeValue("class", style);
        }
    }
}
