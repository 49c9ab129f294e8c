"""What Jupyter's own tests of kernels ask of the kernel `pts`."""

import unittest

import jupyter_kernel_test


class PTSKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "pts"
    language_name = "pts"
    file_extension = ".pts"
    code_hello_world = 'print("hello, world")'
    code_stderr = 'warn("careful")'
    completion_samples = [
        {"text": "clear_ou", "matches": {"clear_output("}},
        {"text": "prompt.so", "matches": set()},
        {"text": 'model lm { from: "tin', "matches": set()},
        {"text": "déjà = 1; clear_ou", "matches": {"clear_output("}},
    ]
    complete_code_samples = ["1 + 1", "fn double(x) {\n  2 * x\n}", "?print", ":cells"]
    incomplete_code_samples = ["fn double(x) {", "x = [1,", 'print("a"']
    invalid_code_samples = ["x = )", "x = 1 )", "model lm 3"]
    code_page_something = "?print"
    code_generate_error = 'error("no rows")'
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": '"a" + "b"', "result": '"ab"'},
        {"code": "plot([3, 2, 1.5])", "mime": "image/svg+xml"},
        {"code": '[{word: "good", score: 0.5}, {word: "bad", score: 0.25}]', "mime": "text/html"},
    ]
    code_display_data = [
        {"code": "show(plot([3, 2, 1.5])); 0", "mime": "image/svg+xml"},
        {"code": "show([1, 2]); 0", "mime": "text/plain"},
    ]
    code_history_pattern = "1 ? 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "print"
    code_clear_output = "clear_output()"


class PTSIopubWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "pts"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main()
