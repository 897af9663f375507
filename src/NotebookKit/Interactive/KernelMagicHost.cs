using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;

namespace NotebookKit.Interactive;

/// <summary>A session of a .NET Interactive kernel as the magic commands see it.</summary>
internal sealed partial class KernelMagicHost(KernelApi api, KernelScreen? screen) : IMagicHost
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?> Variables
    {
        get
        {
            Dictionary<string, object?> variables = [];
            object kernel = CSharp;
            string? name = KernelApi.Get(kernel, "Name") as string;
            foreach (object produced in Send(KernelApi.New(api.Type("Commands.RequestValueInfos"), name)).Where(IsEvent("ValueInfosProduced")))
            {
                foreach (object info in (IEnumerable)KernelApi.Get(produced, "ValueInfos")!)
                {
                    string variable = (string)KernelApi.Get(info, "Name")!;
                    variables[variable] = ValueOf(kernel, variable);
                }
            }

            return variables;
        }
    }

    private object CSharp => api.CSharp ?? throw new MagicException("This notebook has no C# kernel; the command needs the variables of one.");

    /// <inheritdoc/>
    public async Task<object?> EvaluateAsync(string code, CancellationToken cancellation)
    {
        // A kernel shows what it evaluates: the value of a mere name is looked up instead.
        if (Name().IsMatch(code) && TryGetValue(CSharp, code.Trim(), out object? known))
        {
            return known;
        }

        if (KernelExpression.IsOne(code) && await KernelExpression.TryAsync(CSharp, code, cancellation).ConfigureAwait(false) is (true, var value))
        {
            return value;
        }

        object submit = KernelApi.New(api.Type("Commands.SubmitCode"), code, KernelApi.Get(CSharp, "Name"));
        IReadOnlyList<object> events = await api.SendAsync(submit, cancellation).ConfigureAwait(false);
        if (events.LastOrDefault(IsEvent("CommandFailed")) is { } failed)
        {
            throw new MagicException(KernelApi.Get(failed, "Message") as string ?? "The code failed.");
        }

        return KernelApi.Get(events.LastOrDefault(IsEvent("ReturnValueProduced")), "Value");
    }

    /// <inheritdoc/>
    public IShownValue Show(object? value) => screen?.Show(value) ?? Notebook.Display(value);

    // Straight from the kernel where it has the method: a RequestValue also writes the value as JSON or text, however large.
    private object? ValueOf(object kernel, string name)
    {
        if (TryGetValue(kernel, name, out object? value))
        {
            return value;
        }

        object request = KernelApi.New(api.Type("Commands.RequestValue"), name, "text/plain", KernelApi.Get(kernel, "Name"));
        return KernelApi.Get(Send(request).LastOrDefault(IsEvent("ValueProduced")), "Value");
    }

    // These commands do not wait for the running cell, so that waiting for them inside one is safe.
    private IReadOnlyList<object> Send(object command) => api.SendAsync(command, CancellationToken.None).GetAwaiter().GetResult();

    private static bool TryGetValue(object kernel, string name, out object? value)
    {
        MethodInfo? method = kernel.GetType().GetMethods().FirstOrDefault(candidate =>
            candidate is { Name: "TryGetValue", IsGenericMethodDefinition: true } && candidate.GetParameters() is [{ ParameterType: var first }, { IsOut: true }] && first == typeof(string));
        object?[] arguments = [name, null];
        bool found = method?.MakeGenericMethod(typeof(object)).Invoke(kernel, arguments) is true;
        value = arguments[1];
        return found;
    }

    private static Func<object, bool> IsEvent(string name) => candidate => candidate.GetType().Name == name;

    [GeneratedRegex(@"^\s*[\p{L}_]\w*\s*$")]
    private static partial Regex Name();
}
