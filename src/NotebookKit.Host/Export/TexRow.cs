using System.Xml.Linq;

namespace NotebookKit.Host.Export;

/// <summary>One piece of a formula and what it is.</summary>
/// <param name="Element">Its MathML.</param>
/// <param name="Kind">What it is to its neighbours.</param>
/// <param name="Limits">True where scripts stand above and below in a displayed formula.</param>
internal readonly record struct TexAtom(XElement Element, TexKind Kind = TexKind.Ordinary, bool Limits = false)
{
    /// <summary>A sign that the browser spaces by its own table, which is TeX's.</summary>
    public static TexAtom Operator(string text, TexKind kind) => new(new XElement("mo", text), kind);

    /// <summary>A bracket or bar as large as the text, without room around it.</summary>
    public static TexAtom Tight(string text, TexKind kind) =>
        new(new XElement("mo", new XAttribute("stretchy", "false"), new XAttribute("lspace", "0"), new XAttribute("rspace", "0"), text), kind);

    /// <summary>Empty room.</summary>
    public static TexAtom Room(string width) => new(new XElement("mspace", new XAttribute("width", width)), TexKind.Space);
}

/// <summary>Atoms side by side, with what only their neighbours decide: signs before a number, room around functions.</summary>
internal sealed class TexRow(bool isScript)
{
    private readonly List<TexAtom> atoms = [];

    /// <summary>Adds an atom at the right.</summary>
    public void Add(TexAtom atom) => atoms.Add(atom);

    /// <summary>The row; a single atom needs no frame.</summary>
    public XElement ToElement()
    {
        var children = new List<XElement>(atoms.Count);
        var before = TexKind.Open;
        for (var i = 0; i < atoms.Count; i++)
        {
            var (element, kind, _) = atoms[i];
            if (kind == TexKind.Ordinary && element is { Name.LocalName: "mo", Value: "|" or "‖" })
            {
                // A bar opens where an operand is awaited, and closes after one: |-x| is no difference.
                kind = AwaitsOperand(before) ? TexKind.Open : TexKind.Close;
            }

            if (kind == TexKind.Binary && AwaitsOperand(before) && Core(element) is { } sign)
            {
                // A minus after "=" is a sign of what follows, not a difference.
                sign.SetAttributeValue("form", "prefix");
                sign.SetAttributeValue("lspace", "0");
                sign.SetAttributeValue("rspace", "0");
                kind = TexKind.Ordinary;
            }
            else if (kind is TexKind.Relation or TexKind.Binary && Core(element) is { } operation)
            {
                operation.SetAttributeValue("form", "infix");
                if (isScript)
                {
                    // i=1 below a sum is set tight.
                    operation.SetAttributeValue("lspace", "0");
                    operation.SetAttributeValue("rspace", "0");
                }
            }

            if (NeedsThinSpace(before, kind, i))
            {
                children.Add(TexAtom.Room("0.167em").Element);
            }

            children.Add(element);
            before = kind == TexKind.Space && i == 0 ? before : kind;
        }

        return children is [{ Name.LocalName: not "mo" } only] ? only : new XElement("mrow", children);
    }

    private static bool AwaitsOperand(TexKind before) =>
        before is TexKind.Open or TexKind.Binary or TexKind.Relation or TexKind.Punctuation or TexKind.Large or TexKind.Function or TexKind.Space;

    private static bool NeedsThinSpace(TexKind before, TexKind kind, int index) => index > 0 && (before, kind) switch
    {
        (TexKind.Function, TexKind.Ordinary or TexKind.Function or TexKind.Large) => true,
        (TexKind.Ordinary or TexKind.Close, TexKind.Function) => true,
        _ => false,
    };

    private static XElement? Core(XElement element) =>
        element.Name == "mo" ? element
        : element.Name.LocalName is "msub" or "msup" or "msubsup" or "munder" or "mover" or "munderover" ? Core((XElement)element.FirstNode!)
        : null;
}
