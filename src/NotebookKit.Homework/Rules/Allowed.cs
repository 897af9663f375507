using Microsoft.CodeAnalysis;

namespace NotebookKit.Homework.Rules;

/// <summary>What the code of a submission may name of the libraries: a list of what is allowed, so that what nobody thought of is not.</summary>
/// <remarks>
/// The tests run in the process of the student's code. Code that could change the process under them (reflection, pointers, native calls, files, other
/// processes, the checks themselves) would grade itself; homework needs none of it. The operating system's walls stand behind this one.
/// </remarks>
internal static class Allowed
{
    private static readonly HashSet<string> Namespaces =
    [
        "System", "System.Collections", "System.Collections.Generic", "System.Collections.Concurrent", "System.Collections.Immutable", "System.Collections.ObjectModel", "System.Collections.Frozen",
        "System.Globalization", "System.Linq", "System.Numerics", "System.Numerics.Tensors", "System.Text", "System.Text.RegularExpressions", "System.Threading", "System.Threading.Tasks",
        "System.Diagnostics.CodeAnalysis", "System.Buffers", "MathNet.Numerics.LinearAlgebra", "MathNet.Numerics", "MathNet.Numerics.Distributions", "MathNet.Numerics.Statistics",
        "NotebookKit", "NotebookKit.Layers", "NotebookKit.Losses", "NotebookKit.Optimizers", "NotebookKit.Schedules", "NotebookKit.Data", "NotebookKit.Charts", "NotebookKit.Regularization",
        "NotebookKit.Bayes", "NotebookKit.Sparse", "NotebookKit.Models", "NotebookKit.Learners", "NotebookKit.Decomposition", "NotebookKit.Training", "NotebookKit.Detection", "NotebookKit.Segmentation",
        "NotebookKit.Autoencoders", "NotebookKit.Sequences", "NotebookKit.Music", "NotebookKit.Reward", "NotebookKit.Designs", "NotebookKit.Explain", "NotebookKit.Painting", "NotebookKit.Attacks",
        "NotebookKit.Generative", "NotebookKit.Gradients", "NotebookKit.Memory",
    ];

    // Types of allowed namespaces that reach further than homework does.
    private static readonly HashSet<string> Denied =
    [
        "System.Activator", "System.AppContext", "System.AppDomain", "System.ArgIterator", "System.Delegate", "System.MulticastDelegate", "System.RuntimeTypeHandle", "System.RuntimeMethodHandle", "System.RuntimeFieldHandle",
        "System.ModuleHandle", "System.TypedReference", "System.WeakReference", "System.Runtime.CompilerServices.Unsafe", "System.Threading.ThreadPool", "System.Threading.Overlapped", "System.Threading.NativeOverlapped",
        "System.Threading.PreAllocatedOverlapped", "System.Threading.ThreadPoolBoundHandle", "System.Threading.EventWaitHandle", "System.Threading.Mutex", "System.Threading.Semaphore", "System.Text.EncodingProvider",
        "NotebookKit.Cancellation", "NotebookKit.Training.Checkpoints", "NotebookKit.Training.Checkpoint",
    ];

    // Single types of other namespaces.
    private static readonly HashSet<string> Types =
    [
        "System.Diagnostics.Stopwatch", "System.IO.StringReader", "System.IO.StringWriter", "System.IO.TextReader", "System.IO.TextWriter", "System.IO.IOException",
        "System.Runtime.CompilerServices.ITuple", "System.Runtime.CompilerServices.MethodImplAttribute", "System.Runtime.CompilerServices.MethodImplOptions", "System.Runtime.CompilerServices.CallerMemberNameAttribute",
        "System.Runtime.CompilerServices.CallerArgumentExpressionAttribute", "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler", "System.Runtime.CompilerServices.TaskAwaiter",
        "NotebookKit.Host.Session.NotebookFunctions",
    ];

    // Of these types only these members.
    private static readonly Dictionary<string, HashSet<string>> Members = new()
    {
        ["System.Environment"] = ["NewLine", "ProcessorCount", "TickCount", "TickCount64"],
        ["System.Console"] = ["Write", "WriteLine", "Out"],
        ["System.Type"] = ["Name", "ToString", "Equals", "op_Equality", "op_Inequality", "GetHashCode"],
        ["System.Reflection.MemberInfo"] = ["Name"],
        ["System.GC"] = ["Collect", "GetTotalMemory", "KeepAlive"],
        ["NotebookKit.Notebook"] = ["Show", "Display"],
        ["System.Threading.Thread"] = [".ctor", "Start", "Join", "Sleep", "Yield", "CurrentThread", "ManagedThreadId", "IsBackground", "Name"],
    };

    // Of other types not these: points are read from the text that a number is shown as, and 1,5 would be no number.
    private static readonly HashSet<string> DeniedMembers =
    [
        "System.Globalization.CultureInfo.CurrentCulture", "System.Globalization.CultureInfo.CurrentUICulture",
        "System.Globalization.CultureInfo.DefaultThreadCurrentCulture", "System.Globalization.CultureInfo.DefaultThreadCurrentUICulture",
    ];

    // Reading and writing of the kit's own files.
    private static readonly string[] FileWords = ["Save", "Load", "Write", "Read", "Open", "Path", "File", "Weights"];

    /// <summary>Whether code may name a symbol of a library; null when it may, else what stands against it.</summary>
    public static string? Against(ISymbol symbol)
    {
        switch (symbol)
        {
            case IDynamicTypeSymbol:
                return "`dynamic` looks names up while the program runs";
            case IPointerTypeSymbol or IFunctionPointerTypeSymbol:
                return "pointers reach into memory that is not theirs";
            case INamespaceSymbol or ITypeParameterSymbol or IRangeVariableSymbol or ILabelSymbol or IDiscardSymbol or IParameterSymbol or ILocalSymbol:
                return null;
            case IArrayTypeSymbol array:
                return Against(array.ElementType);
        }

        var type = (symbol as INamedTypeSymbol ?? symbol.ContainingType)?.OriginalDefinition;
        if (type is null || type.IsAnonymousType || type.IsTupleType || type.Locations.Any(place => place.IsInSource))
        {
            return null;
        }

        var outer = type;
        while (outer.ContainingType is not null)
        {
            outer = outer.ContainingType;
        }

        var name = FullName(outer);
        var space = outer.ContainingNamespace.ToDisplayString();
        if (Members.TryGetValue(name, out var members))
        {
            return symbol is INamedTypeSymbol || members.Contains(MemberName(symbol)) ? null : $"{name}.{MemberName(symbol)} is not for homework";
        }

        if (symbol is not INamedTypeSymbol && DeniedMembers.Contains($"{name}.{MemberName(symbol)}"))
        {
            return $"{name}.{MemberName(symbol)} is not for homework";
        }

        if (Denied.Contains(name) || !(Namespaces.Contains(space) || Types.Contains(name) || Types.Contains(FullName(type))))
        {
            return $"{name} is not for homework";
        }

        return space.StartsWith(nameof(NotebookKit), StringComparison.Ordinal) && symbol is IMethodSymbol { DeclaredAccessibility: Accessibility.Public } method
            && FileWords.Any(word => method.Name.Contains(word, StringComparison.Ordinal)) && method.Parameters.Any(parameter => parameter.Type.SpecialType == SpecialType.System_String)
            ? $"{name}.{method.Name} works with files"
            : null;
    }

    /// <summary>The full name of a type without its type arguments.</summary>
    internal static string FullName(INamedTypeSymbol type) => type.ContainingType is { } outer
        ? $"{FullName(outer)}.{type.Name}"
        : type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{type.Name}" : type.Name;

    private static string MemberName(ISymbol symbol) => symbol is IMethodSymbol { AssociatedSymbol: { } property } ? property.Name : symbol.Name;
}
