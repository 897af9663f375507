namespace NotebookKit.Display;

/// <summary>Tells a notebook host how a type looks, without a reference to the host.</summary>
/// <remarks>
/// A convention of Microsoft.DotNet.Interactive.Formatting, which looks for an attribute of exactly this name with exactly
/// these properties in any assembly.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A class with a public constructor without parameters and a method <c>CreateTypeFormatters()</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The forms that a plain display of the value writes.</summary>
    public string[]? PreferredMimeTypes { get; set; }
}
