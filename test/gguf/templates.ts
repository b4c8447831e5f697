// Chat templates in the manner of well-known families, written for these tests.

/** In the manner of Llama 3: calls are JSON without marks. */
export const BARE_CALLS = [
  "{{- bos_token }}{%- if tools %}{{ '<|im_start|>system\n' }}{% for tool in tools %}{{ tool | tojson }}{% endfor %}",
  "{{ '<|im_end|>' }}{% endif %}{%- for message in messages %}",
  "{%- if message.tool_calls %}{{ '<|im_start|>assistant\n\n' }}",
  `{{ '{"name": "' + message.tool_calls[0].function.name + '", "parameters": ' }}`,
  "{{ message.tool_calls[0].function.arguments | tojson }}{{ '}<|im_end|>' }}",
  "{%- else %}{{ '<|im_start|>' + message.role + '\n\n' + message.content | trim + '<|im_end|>' }}{% endif %}{% endfor %}",
  "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\n\n' }}{% endif %}",
].join("");

/** In the manner of Mistral: a list of calls after one mark; user and assistant have to take turns. */
export const LISTED_CALLS = [
  "{%- set turns = messages | selectattr('role', 'in', ['user', 'assistant']) | list %}",
  "{%- for message in turns %}{% if not message.tool_calls and (message.role == 'user') != (loop.index0 % 2 == 0) %}",
  "{{ raise_exception('roles must alternate user/assistant') }}{% endif %}{% endfor %}",
  "{%- if tools %}{{ '[AVAILABLE_TOOLS] ' + (tools | tojson) + '[/AVAILABLE_TOOLS]' }}{% endif %}",
  "{%- for message in messages %}{% if message.role == 'user' %}{{ '[INST] ' + message.content + '[/INST]' }}",
  "{%- elif message.role == 'tool' %}{{ '[TOOL_RESULTS] ' + message.content + '[/TOOL_RESULTS]' }}",
  "{%- elif message.tool_calls %}{{ '[TOOL_CALLS] [' }}{% for call in message.tool_calls %}",
  `{{ '{"name": "' + call.function.name + '", "arguments": ' + (call.function.arguments | tojson) + '}' }}`,
  "{% if not loop.last %}{{ ', ' }}{% endif %}{% endfor %}{{ ']<|im_end|>' }}",
  "{%- else %}{{ ' ' + message.content + '<|im_end|>' }}{% endif %}{% endfor %}",
].join("");

/** In the manner of Gemma: no place for instructions, and turns that have to alternate. */
export const NO_SYSTEM = [
  "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}",
  "{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}",
  "{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}",
  "{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}",
  "{{ '<|im_start|>' + role + '\n' + message['content'] | trim + '<|im_end|>\n' }}{% endfor %}",
  "{% if add_generation_prompt %}{{'<|im_start|>model\n'}}{% endif %}",
].join("");

/** In the manner of models that always think: the prompt ends within a thought. */
export const BEGUN_THOUGHT = [
  "{%- for message in messages %}{{ '<|im_start|>' + message.role + '\n' }}",
  "{%- if message.role == 'assistant' and '</think>' in message.content %}{{ message.content.split('</think>')[-1] }}",
  "{%- else %}{{ message.content }}{% endif %}{{ '<|im_end|>\n' }}{% endfor %}",
  "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\n<think>\n' }}{% endif %}",
].join("");

/** Writes calls in tags, not as JSON: what a small engine does not read. */
export const TAGGED_CALLS = [
  "{%- if tools %}{{ tools | tojson }}{% endif %}{%- for message in messages %}{{ '<|im_start|>' + message.role + '\n' }}",
  "{%- for call in message.tool_calls or [] %}{{ '<function=' + call.function.name + '>' }}{% for name in call.function.arguments %}",
  "{{ '<parameter=' + name + '>' + call.function.arguments[name] + '</parameter>' }}{% endfor %}{{ '</function>' }}{% endfor %}",
  "{{ message.content + '<|im_end|>\n' }}{% endfor %}{%- if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
].join("");
