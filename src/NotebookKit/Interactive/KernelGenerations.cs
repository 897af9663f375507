using System.Collections;
using System.Text.RegularExpressions;

namespace NotebookKit.Interactive;

/// <summary>One use of a directive as the kernel reports it.</summary>
/// <param name="Command">The kernel's own command for the line; null in kernels that do not tell.</param>
/// <param name="Context">The context that it runs in; null in kernels that do not tell.</param>
/// <param name="Arguments">The arguments as the kernel understood them.</param>
internal sealed record KernelInvocation(object? Command, object? Context, string Arguments);

/// <summary>How a kernel takes a new directive; this changed on 17 July 2024.</summary>
internal interface IKernelGeneration
{
    /// <summary>Adds a directive that runs a handler.</summary>
    void Add(IMagicCommand command, Func<KernelInvocation, Task> handler);
}

/// <summary>Kernels since July 2024: <c>AddDirective(KernelActionDirective, KernelCommandInvocation)</c>.</summary>
internal sealed partial class ActionDirectiveGeneration(KernelApi api) : IKernelGeneration
{
    /// <inheritdoc/>
    public void Add(IMagicCommand command, Func<KernelInvocation, Task> handler)
    {
        object directive = KernelApi.New(api.Type("Directives.KernelActionDirective"), "#!" + command.Name, command.Summary);
        AddParameters(directive, command);
        Func<object, object, Task> run = (line, context) =>
            handler(new KernelInvocation(line, context, Text(KernelApi.Get(KernelApi.Get(line, "DirectiveNode"), "Text") as string)));
        Delegate invocation = Delegate.CreateDelegate(api.Type("KernelCommandInvocation"), run.Target, run.Method);
        KernelApi.Call(api.KernelType, api.Root, "AddDirective", directive, invocation);
    }

    // These kernels refuse a line with a parameter that was not declared, and take every word after a space for one that
    // begins with a hyphen: the ones that the usage names are declared, any text, and the minus of an expression. There
    // is no declaring every -1: it is written "-1" there, or (-x) in an expression, which the commands take everywhere.
    private void AddParameters(object directive, IMagicCommand command)
    {
        Type type = api.Type("Directives.KernelDirectiveParameter");
        object list = KernelApi.Get(directive, "Parameters") ?? throw new MissingMemberException("KernelActionDirective has no Parameters");
        Parameter("--arguments", implicitly: true, flag: false);
        IEnumerable<string> options = Option().Matches(command.Usage).Select(match => match.Value).Concat(["-h", "--help", "-"]).Distinct().Where(name => name != "--arguments");
        foreach (string option in options)
        {
            Parameter(option, implicitly: false, flag: option is "-h" or "--help");
        }

        void Parameter(string name, bool implicitly, bool flag)
        {
            object parameter = KernelApi.New(type, name);
            type.GetProperty("AllowImplicitName")!.SetValue(parameter, implicitly);
            type.GetProperty("Flag")?.SetValue(parameter, flag);
            type.GetProperty("MaxOccurrences")?.SetValue(parameter, int.MaxValue);
            KernelApi.Call(typeof(ICollection<>).MakeGenericType(type), list, "Add", parameter);
        }
    }

    private static string Text(string? line)
    {
        int end = line?.TakeWhile(letter => !char.IsWhiteSpace(letter)).Count() ?? 0;
        return line?[end..].Trim() ?? string.Empty;
    }

    [GeneratedRegex(@"(?<![\w-])--?[a-zA-Z][\w-]*")]
    private static partial Regex Option();
}

/// <summary>Kernels before: <c>AddDirective(System.CommandLine.Command)</c>, with the version of that package that they carry.</summary>
internal sealed class CommandLineGeneration(KernelApi api) : IKernelGeneration
{
    /// <inheritdoc/>
    public void Add(IMagicCommand command, Func<KernelInvocation, Task> handler)
    {
        Type type = api.KernelType.GetMethods().FirstOrDefault(method => method.Name == "AddDirective" && method.GetParameters().Length == 1)?.GetParameters()[0].ParameterType
            ?? throw new MissingMemberException("this kernel has no AddDirective(Command)");
        object directive = KernelApi.New(type, "#!" + command.Name, $"{command.Summary}\n\n{command.Usage}");
        type.GetProperty("TreatUnmatchedTokensAsErrors")?.SetValue(directive, false);
        TakeAnyWords(type, directive);
        Type handlers = type.Assembly.GetType("System.CommandLine.Handler") ?? throw new MissingMemberException($"{type.Assembly.GetName().Name} has no class Handler");
        Type contextType = type.Assembly.GetType("System.CommandLine.Invocation.InvocationContext") ?? throw new MissingMemberException($"{type.Assembly.GetName().Name} has no class InvocationContext");
        Func<object, Task> run = context => handler(new KernelInvocation(null, null, Arguments(context)));
        Delegate typed = Delegate.CreateDelegate(typeof(Func<,>).MakeGenericType(contextType, typeof(Task)), run.Target, run.Method);
        KernelApi.Call(handlers, null, "SetHandler", directive, typed);
        KernelApi.Call(api.KernelType, api.Root, "AddDirective", directive);
    }

    // The kernel asks the parser itself and refuses words that no argument takes, whatever the command says of them.
    private static void TakeAnyWords(Type type, object directive)
    {
        if (type.Assembly.GetType("System.CommandLine.Argument`1")?.MakeGenericType(typeof(string[])) is { } words
            && type.Assembly.GetType("System.CommandLine.ArgumentArity")?.GetProperty("ZeroOrMore")?.GetValue(null) is { } any)
        {
            object argument = KernelApi.New(words, "arguments");
            words.GetProperty("Arity")!.SetValue(argument, any);
            KernelApi.Call(type, directive, "AddArgument", argument);
        }
    }

    private static string Arguments(object context) =>
        KernelApi.Get(KernelApi.Get(context, "ParseResult"), "Tokens") is IEnumerable tokens
            ? string.Join(' ', tokens.Cast<object>().Skip(1).Select(token => KernelApi.Get(token, "Value")))
            : string.Empty;
}
