using System.Reflection;
using NotebookKit.Display;

namespace NotebookKit.Interactive;

/// <summary>Tells the kernel's formatting engine how plain C# values look: the forms that nbkit shows too.</summary>
internal static class KernelForms
{
    private const string Engine = "Microsoft.DotNet.Interactive.Formatting";
    private const string PlainText = "text/plain";

    /// <summary>Registers the forms with the engine that is loaded.</summary>
    public static void Register()
    {
        Assembly assembly = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(loaded => loaded.GetName().Name == Engine) ?? Assembly.Load(Engine);
        Register(assembly.GetType(Engine + ".Formatter") ?? throw new MissingMemberException($"{Engine} has no class Formatter"));
    }

    /// <summary>Registers the forms, save those of types that the notebook gave a look before; what it registers later wins.</summary>
    internal static void Register(Type formatter)
    {
        HashSet<Type> taken = [.. Registered(formatter)];
        foreach ((Type type, Func<object, string> write) in ValueForms.Texts.Where(form => !taken.Contains(form.Type)))
        {
            Add(formatter, type, (value, writer) => writer.Write(write(value)), PlainText);
            Add(formatter, type, (value, writer) => writer.Write(ValueForms.AsHtml(write(value))), "text/html");
            KernelApi.Call(formatter, null, "SetPreferredMimeTypesFor", type, new[] { PlainText });
        }
    }

    private static void Add(Type formatter, Type type, Action<object, TextWriter> write, string mimeType) =>
        KernelApi.Call(formatter, null, "Register", type, write, mimeType);

    private static IEnumerable<Type> Registered(Type formatter) =>
        KernelApi.Call(formatter, null, "RegisteredFormatters", false) is System.Collections.IEnumerable own
            ? own.Cast<object>().Select(one => KernelApi.Get(one, "Type")).OfType<Type>()
            : [];
}
