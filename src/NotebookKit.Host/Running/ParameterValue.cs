using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookKit.Host.Running;

/// <summary>Writes a value from the command line as C#.</summary>
internal static class ParameterValue
{
    /// <summary>The literal that fits the declared type; without one, the type that the text looks like.</summary>
    public static string Literal(string value, string? type)
    {
        if (type is "string")
        {
            return Quoted(value);
        }

        if (bool.TryParse(value, out var truth))
        {
            return truth ? "true" : "false";
        }

        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole.ToString(CultureInfo.InvariantCulture) + Suffix(type);
        }

        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? Real(number) + Suffix(type)
            : Quoted(value);
    }

    private static string Real(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') >= 0 ? text : text + ".0";
    }

    private static string Suffix(string? type) => type switch
    {
        "float" => "f",
        "decimal" => "m",
        _ => "",
    };

    private static string Quoted(string value) => SymbolDisplay.FormatLiteral(value, quote: true);
}
