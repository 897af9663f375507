using System.Collections;
using System.Reflection;

namespace NotebookKit.Interactive;

/// <summary>The names of .NET Interactive that the binding uses, found in the assembly that defines the kernel.</summary>
internal sealed class KernelApi
{
    private const string Space = "Microsoft.DotNet.Interactive.";
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly Assembly assembly;

    public KernelApi(object rootKernel)
    {
        Root = rootKernel;
        KernelType = rootKernel.GetType();
        while (KernelType.FullName != Space + "Kernel")
        {
            KernelType = KernelType.BaseType
                ?? throw new MissingMemberException($"{rootKernel.GetType()} is no kernel of .NET Interactive: it does not derive from {Space}Kernel");
        }

        assembly = KernelType.Assembly;
        ContextType = Type("KernelInvocationContext");
    }

    /// <summary>The kernel that holds all others.</summary>
    public object Root { get; }

    /// <summary>The class Kernel.</summary>
    public Type KernelType { get; }

    /// <summary>The class KernelInvocationContext.</summary>
    public Type ContextType { get; }

    /// <summary>The context of the cell that is running in this flow of control, or null.</summary>
    public object? Context => ContextType.GetProperty("Current", Any)?.GetValue(null);

    /// <summary>The kernel that runs C#: the root itself or one that it holds.</summary>
    public object? CSharp => Kernels.FirstOrDefault(kernel => Get(Get(kernel, "KernelInfo"), "LanguageName") is "C#")
        ?? Kernels.FirstOrDefault(kernel => Get(kernel, "Name") is "csharp");

    private IEnumerable<object> Kernels => ((Get(Root, "ChildKernels") as IEnumerable)?.Cast<object>() ?? []).Append(Root);

    /// <summary>A class by its name below Microsoft.DotNet.Interactive.</summary>
    public Type Type(string name) => Find(name) ?? throw new MissingMemberException($"this version of .NET Interactive has no {Space}{name}");

    /// <summary>The same, or null.</summary>
    public Type? Find(string name) => assembly.GetType(Space + name);

    /// <summary>The value of a property, the most derived one of that name; null where the object is null or has none.</summary>
    public static object? Get(object? target, string property)
    {
        for (Type? type = target?.GetType(); type is not null; type = type.BaseType)
        {
            PropertyInfo[] own = [.. type.GetProperties(Any | BindingFlags.DeclaredOnly).Where(candidate => candidate.Name == property && candidate.GetIndexParameters().Length == 0)];
            if (own.Length > 0)
            {
                return own[0].GetValue(target);
            }
        }

        return null;
    }

    /// <summary>Makes an object of a class by the constructor that takes the given values first; the others get their defaults.</summary>
    public static object New(Type type, params object?[] arguments)
    {
        ConstructorInfo constructor = type.GetConstructors()
            .Where(candidate => Takes(candidate.GetParameters(), arguments))
            .MinBy(candidate => candidate.GetParameters().Length)
            ?? throw new MissingMemberException($"{type} has no constructor for ({string.Join(", ", arguments.Select(argument => argument?.GetType().Name ?? "null"))})");
        return constructor.Invoke(Filled(constructor.GetParameters(), arguments));
    }

    /// <summary>Calls a method that takes the given values first; the other parameters get their defaults.</summary>
    public static object? Call(Type type, object? target, string name, params object?[] arguments)
    {
        MethodInfo method = type.GetMethods()
            .Where(candidate => candidate.Name == name && !candidate.IsGenericMethod && candidate.IsStatic == target is null && Takes(candidate.GetParameters(), arguments))
            .MinBy(candidate => candidate.GetParameters().Length)
            ?? throw new MissingMemberException($"{type} has no method {name}({string.Join(", ", arguments.Select(argument => argument?.GetType().Name ?? "null"))})");
        return method.Invoke(target, Filled(method.GetParameters(), arguments));
    }

    /// <summary>The events of a command that the root kernel has run.</summary>
    public async Task<IReadOnlyList<object>> SendAsync(object command, CancellationToken cancellation)
    {
        var running = (Task)Call(KernelType, Root, "SendAsync", command, cancellation)!;
        await running.ConfigureAwait(false);
        object events = Get(Get(running, "Result"), "Events") ?? throw new MissingMemberException("the results of this kernel have no Events");
        return [.. ((IEnumerable)events).Cast<object>()];
    }

    /// <summary>An exception as a clause: what reflection has wrapped is taken out of its wrapping.</summary>
    public static string Reason(Exception problem)
    {
        while (problem is TargetInvocationException or AggregateException && problem.InnerException is { } inner)
        {
            problem = inner;
        }

        return problem is MissingMemberException ? problem.Message : $"{problem.GetType().Name}: {problem.Message}";
    }

    private static bool Takes(ParameterInfo[] parameters, object?[] arguments) =>
        parameters.Length >= arguments.Length
        && parameters.Skip(arguments.Length).All(parameter => parameter.IsOptional)
        && parameters.Zip(arguments).All(pair => pair.Second is null ? !pair.First.ParameterType.IsValueType : pair.First.ParameterType.IsInstanceOfType(pair.Second));

    private static object?[] Filled(ParameterInfo[] parameters, object?[] arguments) =>
        [.. arguments, .. parameters.Skip(arguments.Length).Select(parameter => parameter.ParameterType.IsValueType && parameter.DefaultValue is null or DBNull ? Activator.CreateInstance(parameter.ParameterType) : parameter.DefaultValue)];
}
