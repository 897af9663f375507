using System.Reflection;

namespace NotebookKit.Optimizers;

/// <summary>How a method finds its step: the lecture's classes of optimisers.</summary>
/// <remarks>Lecture S2 L4, 'Most commonly applied gradient descent methods'.</remarks>
public enum MethodKind
{
    /// <summary>One rate for all weights, which may change with time: gradient descent, momentum, Nesterov.</summary>
    NonAdaptive,

    /// <summary>A rate a weight, from the gradients seen so far: AdaGrad, RMSProp, Adam.</summary>
    Adaptive,

    /// <summary>The step comes from the curvature: Newton and what approximates it.</summary>
    SecondOrder,
}

/// <summary>Says to which class a method belongs.</summary>
/// <param name="kind">The class.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MethodAttribute(MethodKind kind) : Attribute
{
    /// <summary>The class of the method.</summary>
    public MethodKind Kind { get; } = kind;

    /// <summary>The class of a method, such as <c>typeof(Adam)</c>.</summary>
    /// <exception cref="ArgumentException">The type does not say.</exception>
    public static MethodKind Of(Type method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return method.GetCustomAttribute<MethodAttribute>()?.Kind
            ?? throw new ArgumentException($"MethodAttribute.Of: {method.Name} is marked with no [Method(MethodKind...)].", nameof(method));
    }

    /// <summary>All methods of a class that the library has, in the order of their names.</summary>
    public static IReadOnlyList<Type> All(MethodKind kind) =>
        [.. typeof(MethodAttribute).Assembly.GetExportedTypes().Where(type => type.GetCustomAttribute<MethodAttribute>()?.Kind == kind).OrderBy(type => type.Name, StringComparer.Ordinal)];
}
