namespace NotebookKit.Host.Conversion;

/// <summary>The few lines that a file needs so that a notebook's functions (<c>display</c>, <c>HTML</c>) exist in it.</summary>
internal static class CSharpSupport
{
    /// <summary>The class of the notebook's functions.</summary>
    public const string ClassName = "NotebookPage";

    /// <summary>The class of what cells declare and statements cannot.</summary>
    public const string MembersName = "NotebookMembers";

    /// <summary>The functions, for a file with the kit or without it.</summary>
    public static string Text(bool hasKit) => hasKit ? WithKit : Alone;

    private const string WithKit = $$"""
        // What a notebook shows, a program prints: the names are those of the notebook.
        static class {{ClassName}}
        {
            internal static NotebookKit.IShownValue display(object value, params string[] forms) => NotebookKit.Notebook.Display(value);

            internal static NotebookKit.IShownValue Display(this object value, params string[] forms) => NotebookKit.Notebook.Display(value);

            internal static string HTML(string content) => content;

            internal static void Javascript(string content) => Console.WriteLine("(a script for a page is left out)");

            internal static void clear_output(bool wait = false) => Console.WriteLine();
        }
        """;

    private const string Alone = $$"""
        // What a notebook shows, a program prints: the names are those of the notebook.
        static class {{ClassName}}
        {
            internal static object display(object value, params string[] forms) => value.Display();

            internal static object Display(this object value, params string[] forms)
            {
                Console.WriteLine(value);
                return value;
            }

            internal static string HTML(string content) => content;

            internal static void Javascript(string content) => Console.WriteLine("(a script for a page is left out)");

            internal static void clear_output(bool wait = false) => Console.WriteLine();
        }
        """;
}
