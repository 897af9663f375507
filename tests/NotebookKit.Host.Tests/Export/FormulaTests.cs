using System.Diagnostics;
using System.Xml.Linq;
using NotebookKit.Host.Export;

namespace NotebookKit.Host.Tests.Export;

/// <summary>TeX becomes MathML of the structure that TeX would print.</summary>
public sealed class FormulaTests
{
    [Theory]
    [InlineData(@"\frac{a}{b}", "mfrac(mi[a],mi[b])")]
    [InlineData(@"\frac12", "mfrac(mn[1],mn[2])")]
    [InlineData(@"x_i^2", "msubsup(mi[x],mi[i],mn[2])")]
    [InlineData(@"x^2_i", "msubsup(mi[x],mi[i],mn[2])")]
    [InlineData(@"\sqrt{x}", "msqrt(mi[x])")]
    [InlineData(@"\sqrt[3]{x}", "mroot(mi[x],mn[3])")]
    [InlineData(@"\hat{y}_i", "msub(mover(mi[y],mo[^]),mi[i])")]
    [InlineData(@"\sum_{i}^n", "munderover(mo[∑],mi[i],mi[n])")]
    [InlineData(@"\int_0^1", "msubsup(mo[∫],mn[0],mn[1])")]
    [InlineData(@"\int\limits_0^1", "munderover(mo[∫],mn[0],mn[1])")]
    [InlineData(@"\sum\nolimits_i", "msub(mo[∑],mi[i])")]
    [InlineData(@"\mathbf{w}^T\mathbf{x}", "mrow(msup(mi[𝐰],mi[T]),mi[𝐱])")]
    [InlineData(@"\boldsymbol{\theta}\mathbb{R}\mathcal{L}", "mrow(mi[𝜽],mi[ℝ],mi[ℒ])")]
    [InlineData(@"\mathrm{ReLU}(x)", "mrow(mi[ReLU],mo[(],mi[x],mo[)])")]
    [InlineData(@"\log x", "mrow(mi[log],mspace,mi[x])")]
    [InlineData(@"\arg\max_\theta f", "mrow(munder(mi[arg max],mi[θ]),mspace,mi[f])")]
    [InlineData(@"\operatorname{softmax}(x)", "mrow(mi[softmax],mo[(],mi[x],mo[)])")]
    [InlineData(@"\text{if } u", "mrow(mtext[if ],mi[u])")]
    [InlineData(@"f''", "msup(mi[f],mo[″])")]
    [InlineData(@"10{,}000.5", "mn[10,000.5]")]
    [InlineData(@"x \not= y", "mrow(mi[x],mo[≠],mi[y])")]
    [InlineData(@"\left(\frac{a}{b}\right)^2", "msup(mrow(mo[(],mfrac(mi[a],mi[b]),mo[)]),mn[2])")]
    [InlineData(@"\underbrace{a}_{b}", "munder(munder(mi[a],mo[⏟]),mi[b])")]
    [InlineData(@"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "mrow(mo[(],mtable(mtr(mtd(mi[a]),mtd(mi[b])),mtr(mtd(mi[c]),mtd(mi[d]))),mo[)])")]
    [InlineData(@"\begin{cases} 1 \\ 0 \\ \end{cases}", "mrow(mo[{],mtable(mtr(mtd(mn[1])),mtr(mtd(mn[0]))))")]
    [InlineData(@"a \\ b", "mtable(mtr(mtd(mi[a])),mtr(mtd(mi[b])))")]
    [InlineData(@"\stackrel{d}{=}", "mover(mrow(mo[=]),mrow(mi[d]))")]
    public void Has_the_structure(string tex, string expected)
    {
        var formula = TexFormula.Render(tex, display: true);
        Assert.Empty(formula.Problems);
        Assert.Equal(expected, Shape(Body(formula)));
    }

    [Fact]
    public void Scripts_of_a_sum_stand_at_its_side_within_a_line() =>
        Assert.Equal("msubsup(mo[∑],mi[i],mi[n])", Shape(Body(TexFormula.Render(@"\sum_i^n", display: false))));

    [Theory]
    [InlineData("a - b", "infix")]
    [InlineData("- b", "prefix")]
    [InlineData("a = - b", "prefix")]
    [InlineData("( - b )", "prefix")]
    [InlineData("| - b |", "prefix")]
    public void A_minus_knows_whether_it_is_a_sign_or_a_difference(string tex, string form) =>
        Assert.Equal(form, Body(TexFormula.Render(tex, false)).DescendantsAndSelf("mo").Single(sign => sign.Value == "−").Attribute("form")!.Value);

    [Fact]
    public void Every_formula_carries_its_source_for_a_screen_reader_and_for_copying()
    {
        var math = XElement.Parse(TexFormula.Render(@"a < \frac{1}{2} & ""x""", false).MathML);
        Assert.Equal(@"a < \frac{1}{2} & ""x""", math.Attribute("alttext")!.Value);
        var sound = XElement.Parse(TexFormula.Render(@"a < b", true).MathML);
        Assert.Equal("a < b", sound.Descendants("annotation").Single().Value);
        Assert.Equal("block", sound.Attribute("display")!.Value);
    }

    [Fact]
    public void Every_command_of_the_tables_is_drawn()
    {
        foreach (var command in TexSymbols.Commands)
        {
            Assert.Empty(TexFormula.Render($"a \\{command} b", true).Problems);
        }
    }

    [Fact]
    public void An_unknown_command_is_shown_as_it_is_written_and_named()
    {
        var formula = TexFormula.Render(@"x + \foo{y}", false);
        Assert.Equal(@"\foo is not known", Assert.Single(formula.Problems));
        Assert.Equal(@"\foo", XElement.Parse(formula.MathML).Descendants("mtext").Single(text => (string?)text.Attribute("class") == "tex-unknown").Value);
    }

    [Theory]
    [InlineData(@"\frac{a}", "nothing to work on")]
    [InlineData(@"{a", "ends too early")]
    [InlineData(@"a}", "no opening one")]
    [InlineData(@"\left( a", "ends too early")]
    [InlineData(@"a \right)", "no \\left")]
    [InlineData(@"\begin{bmatrix} a \end{pmatrix}", "closed by \\end{pmatrix}")]
    [InlineData(@"\begin{tikzpicture}\end{tikzpicture}", "not known")]
    [InlineData(@"a & b", "outside of a matrix")]
    [InlineData(@"x^a^b", "two superscripts")]
    [InlineData(@"x_", "nothing to work on")]
    [InlineData(@"x\", "ends with a backslash")]
    [InlineData(@"\text{a", "not closed")]
    public void A_broken_formula_is_shown_as_its_source_with_the_reason(string tex, string reason)
    {
        var formula = TexFormula.Render(tex, true);
        Assert.Contains(reason, Assert.Single(formula.Problems), StringComparison.Ordinal);
        Assert.Equal(tex, XElement.Parse(formula.MathML).Descendants("mtext").Single().Value);
    }

    [Fact]
    public void Hostile_formulas_are_bounded_in_depth_size_and_time()
    {
        var watch = Stopwatch.StartNew();
        string[] hostile =
        [
            new string('{', 9_000), string.Concat(Enumerable.Repeat(@"\frac{", 1_500)), string.Concat(Enumerable.Repeat("x^{", 3_000)),
            string.Concat(Enumerable.Repeat(@"\sqrt", 1_900)), string.Concat(Enumerable.Repeat(@"\left(", 1_600)), string.Concat(Enumerable.Repeat(@"\text{$", 1_400)),
            string.Concat(Enumerable.Repeat(@"\begin{matrix}", 700)), new string('x', 1_000_000), string.Concat(Enumerable.Repeat(@"\hat", 2_000)), string.Concat(Enumerable.Repeat(@"\not", 2_000)),
            string.Concat(Enumerable.Repeat(@"\displaystyle", 700)), "\u0000\ud800<script>alert(1)</script>", @"\text{<img src=x onerror=alert(1)>}", @"\href{javascript:alert(1)}{x}",
        ];
        foreach (var tex in hostile)
        {
            var math = XElement.Parse(TexFormula.Render(tex, true).MathML);
            Assert.Empty(math.Descendants("script"));
            Assert.Empty(math.Descendants("img"));
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    private static XElement Body(TexFormula formula) => XElement.Parse(formula.MathML).Element("semantics")!.Elements().First();

    private static string Shape(XElement element)
    {
        var name = element.Name.LocalName;
        return element.HasElements ? $"{name}({string.Join(',', element.Elements().Select(Shape))})"
            : element.Value.Length > 0 ? $"{name}[{element.Value.Replace('\u00A0', ' ').Replace('\u202F', ' ')}]"
            : name;
    }
}
