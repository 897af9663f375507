namespace NotebookKit.PlotlyNet;

/// <summary>Tells a notebook host how a type looks, by the name of this class and of its properties; see the library's own.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A class with a public constructor without parameters and a method <c>CreateTypeFormatters()</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The forms that a plain display of the value writes.</summary>
    public string[]? PreferredMimeTypes { get; set; }
}
