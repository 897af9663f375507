using System.Text;

namespace NotebookKit.Host.Export;

/// <summary>Letters in another alphabet (bold, calligraphic, double-struck), as Unicode's own mathematical letters.</summary>
/// <remarks>Browsers no longer draw MathML's <c>mathvariant</c>, except <c>normal</c>; the letters themselves always work.</remarks>
internal static class TexAlphabet
{
    // Letters that Unicode had before it got the mathematical blocks; the blocks have holes there.
    private const string ScriptHoles = "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ";
    private const string DoubleHoles = "CℂHℍNℕPℙQℚRℝZℤ";
    private const string FrakturHoles = "CℭHℌIℑRℜZℨ";

    private const string GreekLower = "αβγδεζηθικλμνξοπρςστυφχψω";
    private const string GreekUpper = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ";
    private const string GreekVariants = "∂ϵϑϰϕϱϖ";

    /// <summary>The text with every letter and digit that the alphabet has in that alphabet.</summary>
    public static string Map(string text, string alphabet)
    {
        var mapped = new StringBuilder(text.Length * 2);
        foreach (var letter in text)
        {
            mapped.Append(Map(letter, alphabet));
        }

        return mapped.ToString();
    }

    private static string Map(char letter, string alphabet) => alphabet switch
    {
        "mathbf" => Latin(letter, 0x1D400, "") ?? Digit(letter, 0x1D7CE) ?? Upper(letter, 0x1D6A8),
        "boldsymbol" or "bm" => Latin(letter, 0x1D468, "") ?? Digit(letter, 0x1D7CE) ?? BoldGreek(letter),
        "mathcal" or "mathscr" => Latin(letter, 0x1D49C, ScriptHoles) ?? letter.ToString(),
        "mathbb" => Latin(letter, 0x1D538, DoubleHoles) ?? Digit(letter, 0x1D7D8) ?? letter.ToString(),
        "mathfrak" => Latin(letter, 0x1D504, FrakturHoles) ?? letter.ToString(),
        "mathsf" => Latin(letter, 0x1D5A0, "") ?? Digit(letter, 0x1D7E2) ?? letter.ToString(),
        "mathtt" => Latin(letter, 0x1D670, "") ?? Digit(letter, 0x1D7F6) ?? letter.ToString(),
        _ => letter.ToString(),
    };

    private static string? Latin(char letter, int first, string holes)
    {
        var at = holes.IndexOf(letter, StringComparison.Ordinal);
        return at >= 0 && at % 2 == 0 ? holes[at + 1].ToString()
            : char.IsAsciiLetterUpper(letter) ? char.ConvertFromUtf32(first + letter - 'A')
            : char.IsAsciiLetterLower(letter) ? char.ConvertFromUtf32(first + 26 + letter - 'a')
            : null;
    }

    private static string? Digit(char letter, int first) =>
        char.IsAsciiDigit(letter) ? char.ConvertFromUtf32(first + letter - '0') : null;

    private static string Upper(char letter, int first) =>
        GreekUpper.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? char.ConvertFromUtf32(first + at) : letter.ToString();

    private static string BoldGreek(char letter)
    {
        const int upper = 0x1D71C;
        const int nabla = upper + 25;
        return letter == '∇' ? char.ConvertFromUtf32(nabla)
            : GreekLower.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? char.ConvertFromUtf32(nabla + 1 + at)
            : GreekVariants.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var variant ? char.ConvertFromUtf32(nabla + 26 + variant)
            : Upper(letter, upper);
    }
}
